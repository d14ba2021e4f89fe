import Store

/// The file that tells demonstration data from a centre's own, so that a refresh never touches the
/// latter.
package enum DemoMark {
  private static let name = "demonstration"

  /// Whether the data directory holds demonstration data.
  package static func isSet(in directory: String) -> Bool {
    Files.exists("\(directory)/\(name)")
  }

  /// Whether the data directory holds anything of a kiosk.
  package static func isEmpty(_ directory: String) -> Bool {
    !Files.exists("\(directory)/kiosk.sqlite")
  }

  static func write(to directory: String) throws(FileError) {
    try Files.write("Invented people and visits.\n", to: "\(directory)/\(name)", mode: 0o644)
  }
}

extension DemoData {
  /// Sees to it that one session is open now in a directory that `fill` made.
  /// - Throws: `StartError`, `StoreError`.
  package static func refresh(path: String, settings: Settings) throws {
    let opening = try Opening(path: path, settings: settings)
    defer { opening.desk.store.close() }
    try DemoToday.open(desk: opening.desk, now: opening.desk.clock.read())
  }
}
