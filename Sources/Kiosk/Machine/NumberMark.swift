import Evidence

/// Whether certificate numbers may stand on paper that this database does not know: after a restore onto
/// another card, or while the province has still to tell of another history of the log. No number is given
/// then. The file `keys/numbers`; there is none while the numbers are known.
struct NumberMark: Sendable {
  /// The file's name among the keys; it says something of this card alone, and goes with no backup.
  static let fileName = "numbers"

  /// What is known of the numbers.
  enum State: Equatable, Sendable {
    case known
    /// The log held so many entries then: once the province has signed for more, it has no other history.
    case unsure(size: Int64)
    /// A person has looked into the register on paper since this log was opened.
    case told(LogID)
  }

  private let path: String

  /// - Parameter directory: the folder of the keys.
  init(directory: String) {
    path = "\(directory)/\(Self.fileName)"
  }

  /// What the file says; what cannot be read is no reason to give a number.
  var state: State {
    guard Files.exists(path) else { return .known }
    let parts = ((try? Files.line(path)) ?? "").split(separator: " ").map(String.init)
    if parts.count == 2, parts[0] == "told", let log = try? LogID(hex: parts[1]) {
      return .told(log)
    }
    let isSize = parts.count == 2 && parts[0] == "unsure"
    return .unsure(size: isSize ? Int64(parts[1]) ?? .max : .max)
  }

  /// Whether no number may be given.
  var isUnsure: Bool {
    if case .unsure = state { true } else { false }
  }

  /// From now on no number is given.
  /// - Parameter size: entries of the log.
  func doubt(size: Int64) throws(FileError) { try Files.write("unsure \(size)\n", to: path) }

  /// A person has told the last number, which the counter has passed already.
  func tell(of log: LogID) throws(FileError) { try Files.write("told \(log.hex)\n", to: path) }

  /// The numbers are known.
  func lift() { Files.remove(path) }
}
