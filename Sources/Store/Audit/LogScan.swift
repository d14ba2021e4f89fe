internal import Evidence
internal import Foundation
internal import GRDB

/// One reading of the whole log, with everything beside it in step.
struct LogScan {
  private let db: Database
  private let notes: LogNotes
  private var audit: LogAudit
  private var claims: RowsInStep
  private var personal: RowsInStep
  private let marks: Statement
  private var findings: [LogFinding] = []
  private var claimCount: Int64 = 0
  private var personalCount: Int64 = 0
  /// Visits that the log tells of and the table does not; each must be taken back later.
  private var absentVisits: Set<Int64> = []

  /// More absent visits than this are not told apart; the first of them is what is reported.
  private static let mostAbsentVisits = 100_000

  init(_ db: Database, _ notes: LogNotes, anchors: [LogAudit.Anchor]) throws {
    self.db = db
    self.notes = notes
    audit = LogAudit(anchors: anchors)
    claims = try RowsInStep(db, sql: Claim.sql(db))
    personal = try RowsInStep(
      db, sql: "SELECT seq, field, salt, value FROM personal ORDER BY seq, field")
    marks = try db.makeStatement(sql: "SELECT range FROM rangeMark WHERE size = ?")
  }

  mutating func run() throws -> LogReport {
    let hasChecks = try db.columns(in: "entry").contains { $0.name == "leaf" }
    let sql = "SELECT seq, line, \(hasChecks ? "leaf" : "NULL") FROM entry ORDER BY seq"
    let rows = try Row.fetchCursor(db, sql: sql)
    try meetEdges()
    while let row = try rows.next() {
      let entry = try LogScan.entry(row)
      if hasChecks, entry.check == nil {
        note(LogFinding(.bookkeeping, at: entry.place, "entry has no check value"))
      }
      guard entry.place < notes.head.size || audit.tree.size < notes.head.size else {
        findings.insert(LogFinding(.added, at: entry.place, "the log ends before it"), at: 0)
        return report()
      }
      let glance = try audit.take(entry) { try rows.next().map { try LogScan.entry($0) } }
      guard let glance else { break }
      try compare(glance, entry.line)
      try meetEdges()
    }
    try finish()
    return report()
  }

  private static func entry(_ row: Row) throws -> LogAudit.Entry {
    let line = try row.withUnsafeData(atIndex: 1) { $0.map { [UInt8]($0) } ?? [] }
    return LogAudit.Entry(place: row[0], line: line, check: row[2])
  }

  /// Compares what is kept of the tree at its present size.
  private mutating func meetEdges() throws {
    let size = audit.tree.size
    if size > 0, size % Transaction.markInterval == 0 {
      let bytes = try Data.fetchOne(marks, arguments: [size])
      let mark = bytes.flatMap { try? CompactRange(decoding: [UInt8]($0)) }
      audit.meet(edgeIsRight: mark == audit.tree)
    }
    if size == notes.confirmed.size { audit.meet(edgeIsRight: notes.confirmed == audit.tree) }
    for epoch in notes.epochs where epoch.size == size {
      audit.meet(edgeIsRight: epoch.root == audit.tree.root)
    }
    if size == notes.head.size { audit.meet(edgeIsRight: notes.head == audit.tree) }
  }

  private mutating func compare(_ event: EventGlance, _ line: [UInt8]) throws {
    var isClaimed = false
    while let claim = try claims.take(at: event.seq, Claim.init) {
      claimCount += 1
      isClaimed = true
      if let flaw = claim.flaw(event) {
        note(LogFinding(.projection, at: event.seq, "a row of \(claim.table) \(flaw)"))
      }
    }
    try comparePersonal(event, line)
    compareVisits(event, isClaimed: isClaimed)
  }

  private mutating func comparePersonal(_ event: EventGlance, _ line: [UInt8]) throws {
    guard personal.position == event.seq else { return }
    let whole = try? Event(line: line)
    while let value = try personal.take(at: event.seq, LogScan.value) {
      personalCount += 1
      guard let whole, value.matches(whole) else {
        note(LogFinding(.personal, at: event.seq, "field \(value.field)"))
        continue
      }
    }
  }

  private static func value(_ row: Row) -> PersonalValue {
    let salt: Data = row[2]
    return PersonalValue(seq: row[0], field: row[1], salt: [UInt8](salt), value: row[3])
  }

  /// A visit that is not in the table must have been taken back.
  private mutating func compareVisits(_ event: EventGlance, isClaimed: Bool) {
    switch event.kind {
    case "visit.in" where !isClaimed:
      guard absentVisits.count < LogScan.mostAbsentVisits else { return }
      absentVisits.insert(event.seq)
    case "visit.undo":
      if let target = event.target { absentVisits.remove(target) }
    default: break
    }
  }

  /// Keeps the first finding of each kind.
  private mutating func note(_ finding: LogFinding) {
    guard !findings.contains(where: { $0.flaw == finding.flaw }) else { return }
    findings.append(finding)
  }

  private mutating func finish() throws {
    let size = audit.tree.size
    if audit.finding == nil, size < notes.head.size {
      let last = notes.head.size - 1
      findings.insert(LogFinding(.missing, at: size, to: last, "the log's end is gone"), at: 0)
    } else if let finding = audit.verdict() {
      findings.insert(finding, at: 0)
    }
    // A log that is damaged says nothing about the tables any more.
    guard audit.finding == nil else { return }
    if let position = claims.position ?? personal.position {
      note(LogFinding(.projection, at: position, "a row claims an event that does not exist"))
    }
    if let visit = absentVisits.min() {
      note(LogFinding(.projection, at: visit, "a visit is not in the table"))
    }
    try checkMarks(size)
  }

  private mutating func checkMarks(_ size: Int64) throws {
    let sql = """
      SELECT size FROM rangeMark WHERE size > ? OR size % ? <> 0 ORDER BY size LIMIT 1
      """
    let stray = try Int64.fetchOne(db, sql: sql, arguments: [size, Transaction.markInterval])
    if let stray { note(LogFinding(.edge, at: stray, "an edge stands where none is kept")) }
  }

  private func report() -> LogReport {
    LogReport(
      log: notes.log, size: audit.tree.size, root: audit.tree.root,
      personalValues: personalCount, rows: claimCount, findings: findings)
  }
}
