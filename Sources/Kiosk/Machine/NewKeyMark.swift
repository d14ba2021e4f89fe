import Evidence

/// Remembers that a backup without keys was restored, so that this device's key never signed the log that
/// it holds: the file `keys/restored`, from the restore until the province has taken the branch.
struct NewKeyMark: Equatable, Sendable {
  private static let fileName = "restored"

  /// The log that the province may know; the kiosk is enrolled with this one.
  var enrolled: LogID
  /// The log that was restored; while the database bears this name, an epoch is still to be opened.
  let restored: LogID

  init(enrolled: LogID, restored: LogID) {
    self.enrolled = enrolled
    self.restored = restored
  }

  /// The mark in the folder of the keys; nil when there is none.
  /// - Throws: `FileError`, or `Malformed` when it is damaged.
  init?(directory: String) throws {
    let path = "\(directory)/\(Self.fileName)"
    guard let text = try Files.line(path) else { return nil }
    let logs = try text.split(separator: "\n").map { try LogID(hex: String($0)) }
    guard logs.count == 2 else {
      throw FileError("read", path: path, reason: "does not name two logs")
    }
    self.init(enrolled: logs[0], restored: logs[1])
  }

  func write(to directory: String) throws(FileError) {
    try Files.write("\(enrolled.hex)\n\(restored.hex)\n", to: "\(directory)/\(Self.fileName)")
  }

  static func remove(from directory: String) { Files.remove("\(directory)/\(fileName)") }
}
