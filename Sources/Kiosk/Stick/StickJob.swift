import Glibc

/// The writing of a stick as the desk shows it.
package struct StickJob: Equatable, Sendable {
  /// How far it is.
  package enum Phase: Equatable, Sendable {
    /// Batches are being written.
    case writing
    /// What was written is being read back.
    case checking
    /// All is written and read back; the stick may be taken out.
    case done
    /// Staff ended it; what was written by then is whole.
    case cancelled
    /// It could not be ended.
    case failed(StickFault)
  }

  /// Where the stick is mounted.
  package let path: String
  /// What the stick is called.
  package let label: String
  /// Whether everything is written, not only what the province has not confirmed.
  package let isAll: Bool
  /// The number of the stick's file system; nil takes what is found there.
  var device: dev_t?
  /// When it was begun, wall milliseconds.
  package let startedMilliseconds: Int64
  /// How far it is.
  package var phase = Phase.writing
  /// Events to write; 0 until that is known.
  package var events: Int64 = 0
  /// Events written.
  package var eventsDone: Int64 = 0
  /// Files written.
  package var files = 0
  /// Files read back.
  package var filesChecked = 0
  /// Whether staff asked to end it.
  package var isCancelled = false

  /// Whether it is under way.
  package var isRunning: Bool { phase == .writing || phase == .checking }
}
