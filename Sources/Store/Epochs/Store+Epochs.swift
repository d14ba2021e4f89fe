package import Evidence
internal import Foundation
internal import GRDB

extension Store {
  /// Whether an epoch was opened, or why not.
  package enum EpochOpening: Equatable, Sendable {
    /// The log goes on under this name.
    case opened(LogID)
    /// The kiosk has branched as often as it may.
    case tooMany
    /// It branched for the same reason less than an hour ago.
    case tooSoon
  }

  /// The logs before the present one, the first first.
  package func epochs() throws -> [Epoch] {
    try read("read the epochs") { db in
      let sql = "SELECT \(Epoch.columns) FROM epoch ORDER BY number"
      return try Row.fetchAll(db.cachedStatement(sql: sql)).map(Epoch.init)
    }
  }

  /// The log's name as the database has it now, also when another process has opened an epoch.
  package func storedLog() throws -> LogID? {
    try read("read the log's name") { db in try LogState.load(db)?.log }
  }

  /// Ends the present log and goes on under a new random name, with the event `log.epoch`, in one
  /// transaction. Every entry stays with its seq; what is confirmed stays until the province has said
  /// how much is common.
  ///
  /// At most `Epoch.limit` times, and once an hour for one reason, so that a province in disorder
  /// cannot drive a kiosk from name to name.
  /// - Parameter isResting: whether that hour must have passed.
  package func openEpoch(
    reason: BranchReason, now: ClockReading, isResting: Bool = true
  ) throws -> EpochOpening {
    let old = log
    do {
      return try write("open an epoch") { [self] transaction in
        let opening = try transaction.openEpoch(reason: reason, now: now, isResting: isResting)
        // Before the commit: whoever reads the new entries reads the new name with them.
        if case .opened(let log) = opening { rename(log) }
        return opening
      }
    } catch {
      rename(old)
      throw error
    }
  }

  /// Takes what the province answered: certificate numbers go on after `numbers`, the erased are kept for
  /// `eraseElsewhere`, and nothing beyond the common part counts as confirmed, unless a receipt of this very
  /// log came first, as it may on a stick.
  /// - Parameters:
  ///   - numbers: by register, as `14464-1/2026`; what is no register is left out.
  ///   - fork: entries [0, fork) are common.
  package func takeBranch(numbers: [String: Int64], erased: [String], fork: Int64) throws {
    try write("take a branch") { transaction in
      try transaction.raiseNumbers(numbers)
      for pseudonym in erased where (2...40).contains(pseudonym.utf8.count) {
        try transaction.run(
          "INSERT OR IGNORE INTO erasedElsewhere (pseudonym) VALUES (?)", [pseudonym])
      }
      try transaction.confirmAtMost(fork)
      try transaction.noteFork(fork)
    }
  }

  /// Notes that the province knows the present log; only after its token is on disk.
  package func noteAnnounced(now: ClockReading) throws {
    try write("note the announcement") { transaction in
      try transaction.run(
        "UPDATE epoch SET announcedMs = ? WHERE announcedMs IS NULL", [now.wallMilliseconds])
    }
  }

  /// A director has taken note of the branches so far: the event `log.seen` with the user's number.
  package func markEpochsSeen(user: Int64, now: ClockReading) throws {
    try write("take note of the branches") { transaction in
      let last: Int64? = try transaction.row(
        "SELECT max(number) FROM epoch WHERE seenSeq IS NULL")?[0]
      guard let last else { return }
      let seq = try transaction.append(
        "log.seen", ["e": .integer(last), "u": .integer(user)], now: now)
      try transaction.run("UPDATE epoch SET seenSeq = ? WHERE seenSeq IS NULL", [seq])
    }
  }

  /// Pseudonyms of people whose values were erased in another history of this kiosk, for `eraseElsewhere`;
  /// `clearErasedElsewhere` once that is done.
  package func erasedElsewhere() throws -> [String] {
    try read("read what was erased elsewhere") { db in
      try String.fetchAll(db, sql: "SELECT pseudonym FROM erasedElsewhere ORDER BY pseudonym")
    }
  }

  /// The erasure of these people has been done here.
  package func clearErasedElsewhere(_ pseudonyms: [String]) throws {
    try write("note an erasure") { transaction in
      for pseudonym in pseudonyms {
        try transaction.run("DELETE FROM erasedElsewhere WHERE pseudonym = ?", [pseudonym])
      }
    }
  }

  /// By register, as `14464-1/2026`, the highest number given here.
  package func highestNumbers() throws -> [String: Int64] {
    try read("read the registers", Store.highestNumbers)
  }

  /// The same of a database that nobody uses.
  package static func highestNumbers(ofCopy path: String) throws -> [String: Int64] {
    try StoreError.wrapping("read the registers of a copy") {
      try Connections.inspector(path: path).read(highestNumbers)
    }
  }

  private static func highestNumbers(_ db: Database) throws -> [String: Int64] {
    let sql = """
      SELECT centre || '/' || year, max(sequence) FROM (
        SELECT centre, year, sequence FROM certificate
        UNION ALL SELECT centre, year, sequence FROM certificateFloor)
      GROUP BY centre, year
      """
    let rows = try Row.fetchAll(db.cachedStatement(sql: sql))
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
  }

  /// Raises the registers' counters, so that no number is given again.
  package func raiseNumbers(_ numbers: [String: Int64]) throws {
    guard !numbers.isEmpty else { return }
    try write("raise the registers") { try $0.raiseNumbers(numbers) }
  }
}
