package import Evidence

/// What an audit of the whole log came to.
package struct LogReport: Equatable, Sendable {
  /// The log's name.
  package let log: LogID
  /// How many events were read.
  package let size: Int64
  /// The root over them, computed anew.
  package let root: Digest
  /// How many personal values were compared with their digests.
  package let personalValues: Int64
  /// How many rows of the counted tables were compared with their events.
  package let rows: Int64
  /// What is wrong, the log itself first; empty when the log is whole.
  package var findings: [LogFinding]
}
