import Evidence

/// How far this kiosk has signed its logs, the newest first, and how far its registers went by then: the
/// file `keys/signed`, one line `<log hex> <size> <root>` a log and one line `number <register> <last>`
/// a register.
///
/// A database that holds less was restored.
struct LastSigned: Equatable, Sendable {
  /// How far one log was signed.
  struct Entry: Equatable, Sendable {
    let log: LogID
    let size: Int64
    let root: Digest
  }

  /// The most bytes that are read: more logs and registers than a kiosk can have.
  static let mostBytes = 65_536

  /// One a log, the newest log first.
  private(set) var entries: [Entry] = []
  /// By register, as `14464-1/2026`, the highest number when something was last signed.
  private(set) var numbers: [String: Int64] = [:]

  /// Nothing was ever signed.
  init() {}

  /// How far this log was signed.
  func entry(of log: LogID) -> Entry? {
    entries.first { $0.log == log }
  }

  /// Notes how far the registers go.
  mutating func note(_ given: [String: Int64]) { numbers.merge(given) { max($0, $1) } }

  /// Notes that a log was signed as far as `entry`, unless it was further already.
  mutating func note(_ entry: Entry, numbers new: [String: Int64]) {
    note(new)
    guard let place = entries.firstIndex(where: { $0.log == entry.log }) else {
      return entries.insert(entry, at: 0)
    }
    if entries[place].size < entry.size { entries[place] = entry }
  }
}

extension LastSigned {
  /// The record as `text` wrote it; nil when it is damaged.
  init?(text: String) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ").map(String.init)
      guard parts.count == 3 else { return nil }
      if parts[0] == "number" {
        guard let last = Int64(parts[2]) else { return nil }
        numbers[parts[1]] = last
      } else {
        guard let log = try? LogID(hex: parts[0]), let size = Int64(parts[1]),
          let root = Digest(base64: parts[2])
        else { return nil }
        entries.append(Entry(log: log, size: size, root: root))
      }
    }
  }

  /// The record as the file holds it.
  var text: String {
    entries.map { "\($0.log.hex) \($0.size) \($0.root.base64)\n" }.joined()
      + numbers.sorted { $0.key < $1.key }.map { "number \($0.key) \($0.value)\n" }.joined()
  }
}
