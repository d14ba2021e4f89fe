import GRDB
import Testing

@testable import Store

/// A check-in after ten years must cost what it cost on the first day: no query of it scans a table.
@Suite struct QueryPlanTests {
  @Test(arguments: [
    Meeting.select + "s.state = 1 AND s.isSelfStudy = 0",
    Meeting.select + "s.year = ?2 AND s.number = ?3", VisitRow.select + "v.id = ?1",
    ResidentRow.select + " WHERE r.identityHash = ?1", ResidentRow.select + " WHERE c.number = ?1",
    Meeting.select + "s.isSelfStudy = 1 AND s.day = ?2 AND s.addSeq >= ?3",
    "SELECT hoursTenths, turns FROM tally WHERE residentId = ?1 AND scope = ?2",
    "SELECT id FROM printJob WHERE state = 'waiting' AND notBeforeMs <= ?1",
  ])
  func `no query on the way of a check-in scans a table`(_ sql: String) throws {
    let test = try TestStore()

    let plan = try test.store.pool.read { db in
      let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
      statement.setUncheckedArguments([1, 1, 1])
      return try Row.fetchAll(statement).map { row -> String in row[3] }
    }

    #expect(!plan.isEmpty)
    #expect(plan.allSatisfy { !$0.hasPrefix("SCAN") }, "\(plan)")
  }
}
