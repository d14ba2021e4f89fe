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
    /// A file that the settings name cannot be used.
    case settings = 78
  }

  /// Why nothing can be saved where that is all that is wrong: it may pass by itself.
  package enum Hindrance: Sendable {
    /// The disk has no room.
    case diskFull
    /// The disk is mounted to be read only, as the kernel leaves a failing memory card.
    case readOnly
  }

  /// What kind of trouble it is.
  package let reason: Reason
  /// The sentence.
  package let message: String
  /// Why nothing can be saved; nil when something else is wrong.
  var hindrance: Hindrance?

  init(reason: Reason, message: String, hindrance: Hindrance? = nil) {
    self.reason = reason
    self.message = message
    self.hindrance = hindrance
  }

  package var description: String { message }
}
