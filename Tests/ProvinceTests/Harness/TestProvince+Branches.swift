import Evidence
import Testing

@testable import Province

extension TestProvince {
  /// A kiosk with some events here, and a copy of its card as of `common` that has gone on by itself.
  func copied(common: Int = 40, own: Int = 20) throws -> (TestKiosk, TestKiosk) {
    var kiosk = try enrolledKiosk()
    try kiosk.fill(common)
    try take(kiosk)
    var copy = try kiosk.branched(at: Int64(common))
    try kiosk.fill(common + own)
    try copy.fill(common + own + 1)
    try take(kiosk, from: Int64(common))
    return (kiosk, copy)
  }

  /// Announces a branch and gives it the tokens of the answer.
  func announce(_ branch: inout TestKiosk, of parent: LogID, at fork: Int64) throws -> BranchAnswer
  {
    let answer = try application.branches.take(
      try branch.announcement(of: parent, fork: fork), of: parent)
    branch.token = answer.token
    branch.pullToken = answer.pullToken
    return answer
  }

  /// Takes a branch in as from a stick that holds its events from `start` on.
  @discardableResult
  func carry(_ branch: TestKiosk, of parent: LogID, from start: Int64) throws -> Int64 {
    let batch = { try Batch(gzip: branch.batch(start, branch.size)) }
    return try application.branches.take(
      CarriedBranch(
        request: try branch.announcement(of: parent, fork: start), batches: [batch])
    ).common
  }

  /// A log's row.
  func stream(_ log: LogID) throws -> Stream {
    try pool.withConnection { try #require(try Stream.find(log, $0)) }
  }

  /// All lines of a log, wherever they are stored.
  func lines(_ log: LogID) throws -> [[UInt8]] {
    try pool.withConnection { connection in
      let stream = try #require(try Stream.find(log, connection))
      return try stream.lines(from: 0, to: stream.next, connection)
    }
  }

  /// The fleet as its page shows it.
  func fleet() throws -> Fleet {
    try Fleet(
      pool, nowMilliseconds: clock.wall.milliseconds(), silentMilliseconds: 86_400_000)
  }

  /// Visits as they are counted.
  func countedVisits() throws -> Int64 {
    try integer(
      """
      SELECT count(*) AS n FROM visit v JOIN stream s ON s.id = v.stream WHERE v.seq >= s.counted
      """)
  }

  /// What the audit of a log finds; nil when all is well.
  func finding(in log: LogID) throws -> LogFinding? {
    try #require(try application.ledgerAudit.audit(log)).finding
  }
}

/// The code of the problem with which something is refused.
func problemCode(_ body: () throws -> Void) throws -> String {
  try #require(throws: Problem.self) { try body() }.code
}
