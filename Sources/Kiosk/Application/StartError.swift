/// Why the kiosk cannot start, in a sentence for whoever starts it.
package struct StartError: Error, Equatable, CustomStringConvertible {
  /// What kind of trouble it is; the raw value is the exit status (sysexits(3)).
  package enum Reason: Int32, Sendable {
    /// The port is taken or the address is not this machine's.
    case address = 69
    /// Assets, templates or texts are missing or damaged.
    case assets = 72
    /// The disk is full, read-only or failing, or a file is damaged.
    case disk = 74
    /// Another instance uses the data directory.
    case secondInstance = 75
    /// The database belongs to a newer program.
    case newerVersion = 76
  }

  /// What kind of trouble it is.
  package let reason: Reason
  /// The sentence.
  package let message: String

  package var description: String { message }
}
