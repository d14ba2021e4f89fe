package import Evidence
internal import GRDB

extension Store {
  /// Reads the whole log of a data directory from the bytes of its file and computes everything anew,
  /// beside a running kiosk: nothing is written and no lock is taken.
  ///
  /// - Parameter anchors: makes out of what is kept beside the log the roots that are signed for; it
  ///   sees the same moment as the audit.
  /// - Throws: `StoreError` when the file cannot be read, and what `anchors` throws.
  package static func audit(
    inDirectory directory: String, anchors: (LogNotes) throws -> [LogAudit.Anchor] = { _ in [] }
  ) throws -> LogReport {
    try StoreError.wrapping("audit the log") {
      try Connections.inspector(path: "\(directory)/\(fileName)").read { db in
        let notes = try LogNotes.load(db)
        var scan = try LogScan(db, notes, anchors: try anchors(notes))
        return try scan.run()
      }
    }
  }

  /// The proof that the event at `seq` stands in the log of which `note` is the receipt; nil unless the
  /// receipt covers it. Reads beside a running kiosk.
  package static func proof(
    inDirectory directory: String, of seq: Int64, size: Int64, note: String
  ) throws -> InclusionProof? {
    try StoreError.wrapping("prove an event") {
      try Connections.inspector(path: "\(directory)/\(fileName)").read { db in
        try InclusionProof(db, seq: seq, size: size, note: note)
      }
    }
  }

  /// The same for the open store.
  package func proof(of seq: Int64, size: Int64, note: String) throws -> InclusionProof? {
    try read("prove an event") { db in try InclusionProof(db, seq: seq, size: size, note: note) }
  }

  /// What a command needs to know beside a running kiosk.
  package static func logNotes(inDirectory directory: String) throws -> LogNotes {
    try StoreError.wrapping("read the log's state") {
      try Connections.inspector(path: "\(directory)/\(fileName)").read(LogNotes.load)
    }
  }

  /// The event by which a certificate was issued; nil for a number that is not in the register.
  package static func issueSeq(
    ofCertificate number: String, inDirectory directory: String
  ) throws -> Int64? {
    try StoreError.wrapping("read the register") {
      try Connections.inspector(path: "\(directory)/\(fileName)").read { db in
        try Int64.fetchOne(
          db, sql: "SELECT issueSeq FROM certificate WHERE number = ?", arguments: [number])
      }
    }
  }
}
