package import Evidence
internal import Foundation
internal import GRDB

extension Store {
  /// What was set at the desk under this name; nil when the configuration file holds.
  package func setting(_ name: String) throws -> String? {
    try read("read a setting") { db in
      try String.fetchOne(
        db.cachedStatement(sql: "SELECT value FROM setting WHERE name = ?"), arguments: [name])
    }
  }

  /// Sets a value at the desk, with the event `setting.set`; nil lets the configuration file hold
  /// again. Throws `StoreRefusal`.
  package func setSetting(_ name: String, _ value: String?, now: ClockReading) throws {
    try write("set a value") { try $0.setSetting(name, value, now: now) }
  }
}

extension Store {
  /// The same without opening the store, for a command that runs beside the daemon; nil also where
  /// there is no store yet.
  package static func setting(_ name: String, inDirectory directory: String) throws -> String? {
    let path = directory + "/" + Store.fileName
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try StoreError.wrapping("read a setting") {
      try Connections.inspector(path: path).read { db in
        guard try db.tableExists("setting") else { return nil }
        return try String.fetchOne(
          db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
      }
    }
  }
}

extension Transaction {
  /// Sets a value; a value that stands already makes no event.
  func setSetting(_ name: String, _ value: String?, now: ClockReading) throws {
    let value = try value.map { try text($0, name, limit: settings.limits.text) }
    let old: String? = try row("SELECT value FROM setting WHERE name = ?", [name])?[0]
    guard value != old else { return }
    var fields: [String: CanonicalValue] = ["f": .text(name)]
    if let value { fields["w"] = .text(value) }
    let seq = try append("setting.set", fields, now: now)
    try run("DELETE FROM setting WHERE name = ?", [name])
    guard let value else { return }
    try run("INSERT INTO setting (name, value, setSeq) VALUES (?, ?, ?)", [name, value, seq])
  }
}
