import Centre
import Evidence
import GRDB
import Testing

@testable import Store

/// Every rule stands in the database too: SQL from outside the store cannot break it.
@Suite struct SchemaTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: String
    let sql: String
    var testDescription: String { rule }
  }

  static let cases = [
    Case(rule: "no gap in the log", sql: "INSERT INTO entry VALUES (9999, x'7b7d', 0)"),
    Case(
      rule: "no replacing in the log", sql: "INSERT OR REPLACE INTO entry VALUES (0, x'7b7d', 0)"),
    Case(
      rule: "no entry without its check value",
      sql: "INSERT INTO entry (seq, line) SELECT max(seq) + 1, x'7b7d' FROM entry"),
    Case(rule: "no change of a check value", sql: "UPDATE entry SET leaf = leaf + 1 WHERE seq = 0"),
    Case(rule: "no change of the log", sql: "UPDATE entry SET line = x'7b7d' WHERE seq = 0"),
    Case(rule: "no removal from the log", sql: "DELETE FROM entry"),
    Case(rule: "no empty line", sql: "INSERT INTO entry SELECT max(seq) + 1, x'', 0 FROM entry"),
    Case(rule: "no change of a value", sql: "UPDATE personal SET value = 'x'"),
    Case(rule: "no value without event", sql: "INSERT INTO personal VALUES (99, 'n', x'00', '')"),
    Case(rule: "the log state stays", sql: "DELETE FROM logState"),
    Case(
      rule: "one visit a session",
      sql: """
        INSERT INTO visit SELECT 0, sessionId, residentId, 0, inMs, NULL, 0 FROM visit LIMIT 1
        """),
    Case(
      rule: "no visit without resident", sql: "INSERT INTO visit VALUES (0, 1, 99, 0, 0, NULL, 0)"),
    Case(
      rule: "no visit without event", sql: "INSERT INTO visit VALUES (999, 2, 1, 0, 0, NULL, 0)"),
    Case(
      rule: "no visit to a planned session",
      sql: """
        UPDATE session SET state = 2; INSERT INTO session SELECT 99, year, 99, NULL, title, day,
        startMs, endMs, '', '', '', '', 0, 0, 0, 0 FROM session LIMIT 1;
        INSERT INTO visit VALUES (0, 99, 1, 0, 0, NULL, 0)
        """),
    Case(rule: "no leaving before coming", sql: "UPDATE visit SET outMs = inMs - 1"),
    Case(rule: "no negative sum", sql: "UPDATE tally SET turns = -1"),
    Case(rule: "no unknown source", sql: "UPDATE visit SET source = 7"),
    Case(rule: "a begun session is not planned again", sql: "UPDATE session SET state = 0"),
    Case(rule: "a session ends after it starts", sql: "UPDATE session SET endMs = startMs"),
    Case(rule: "one card in use", sql: "INSERT INTO card VALUES (99, 1, 1)"),
    Case(rule: "no nameless resident", sql: "UPDATE resident SET name = ''"),
    Case(rule: "no unknown sex", sql: "UPDATE resident SET sex = 'x'"),
    Case(rule: "no short identity hash", sql: "UPDATE resident SET identityHash = x'00'"),
    Case(rule: "no whole identity number", sql: "UPDATE resident SET identityLast4 = '12345'"),
    Case(rule: "no chứng chỉ", sql: "UPDATE course SET title = 'Lấy chứng chỉ'"),
    Case(rule: "a resident with visits stays", sql: "DELETE FROM resident"),
    Case(rule: "no text for a number", sql: "UPDATE session SET hoursTenths = 'two'"),
    Case(rule: "no deleted certificate", sql: "DELETE FROM certificate"),
    Case(rule: "no changed token", sql: "UPDATE certificate SET token = x'00'"),
    Case(rule: "no changed number", sql: "UPDATE certificate SET number = 'x'"),
    Case(rule: "no cancelling without reason", sql: "UPDATE certificate SET state = 'cancelled'"),
    Case(
      rule: "no gap in the register",
      sql: SchemaTests.copied("sequence + 2", "issuedAtSeconds", "'cancelled', 'x', 0, 0, NULL")),
    Case(
      rule: "no issue before the last",
      sql: SchemaTests.copied("sequence + 1", "issuedAtSeconds - 1", "'cancelled', 'x', 0, 0, NULL")
    ),
    Case(
      rule: "one valid certificate for a course",
      sql: SchemaTests.copied("sequence + 1", "issuedAtSeconds", "'issued', NULL, 0, NULL, NULL")),
    Case(
      rule: "no award for a course",
      sql: SchemaTests.copied(
        "sequence + 1", "issuedAtSeconds", "'cancelled', 'x', 0, 0, NULL",
        about: "'award', courseId")),
    Case(
      rule: "no course certificate without a course",
      sql: SchemaTests.copied(
        "sequence + 1", "issuedAtSeconds", "'cancelled', 'x', 0, 0, NULL", about: "'course', NULL")),
    Case(
      rule: "no award with hours",
      sql: SchemaTests.copied(
        "sequence + 1", "issuedAtSeconds", "'cancelled', 'x', 0, 0, NULL", about: "'award', NULL")),
    Case(
      rule: "no certificate that begins replaced",
      sql: SchemaTests.copied("sequence + 1", "issuedAtSeconds", "'cancelled', 'x', 0, 0, number")),
    Case(
      rule: "no valid certificate that is replaced",
      sql: "UPDATE certificate SET replacedBy = number"),
    Case(
      rule: "no certificate replaced by itself",
      sql: """
        UPDATE certificate SET state = 'cancelled', cancelReason = 'x', cancelSeq = 0;
        UPDATE certificate SET replacedBy = number
        """),
    Case(
      rule: "no certificate of another centre", sql: "UPDATE certificate SET centre = '00001-1'"),
    Case(
      rule: "no two issuings of a class at once",
      sql: """
        INSERT INTO issueRun VALUES (1, 1, 'running', 0, 2, 0, 0, 0, NULL);
        INSERT INTO issueRun VALUES (2, 1, 'running', 0, 2, 0, 0, 0, NULL)
        """),
    Case(
      rule: "no more issued than wanted",
      sql: "INSERT INTO issueRun VALUES (1, 1, 'running', 0, 2, 2, 1, 0, NULL)"),
    Case(
      rule: "no printer, nothing sent",
      sql: "INSERT INTO printJob VALUES (1, 'test', 'sent', 1, '7', NULL, NULL, 0, 0, NULL)"),
    Case(rule: "no setting without event", sql: "INSERT INTO setting VALUES ('x', 'y', 9999)"),
    Case(
      rule: "a resident does not become a guest",
      sql: "UPDATE resident SET isGuest = 1 WHERE id = 1"),
    Case(rule: "only a guest is a head", sql: "UPDATE resident SET isHead = 1 WHERE id = 1"),
    Case(
      rule: "only a guest is merged",
      sql: "UPDATE resident SET mergedInto = 1, mergeSeq = 0 WHERE id = 2"),
    Case(
      rule: "nobody is merged into a guest",
      sql: "UPDATE resident SET mergedInto = 4, mergeSeq = 0 WHERE id = 3"),
    Case(rule: "no merge without event", sql: "UPDATE resident SET mergedInto = 1 WHERE id = 3"),
    Case(
      rule: "nobody is merged twice",
      sql: """
        UPDATE resident SET mergedInto = 1, mergeSeq = 0 WHERE id = 3;
        UPDATE resident SET mergedInto = 2 WHERE id = 3
        """),
    Case(
      rule: "no visit of a merged guest",
      sql: """
        UPDATE resident SET mergedInto = 1, mergeSeq = 0 WHERE id = 3;
        INSERT INTO visit VALUES (1, 1, 3, 0, 0, NULL, 0)
        """),
    Case(
      rule: "no spare visit without one that counts",
      sql: "INSERT INTO spareVisit VALUES (1, 1, 4, NULL, 0, 0, NULL, NULL, 0, NULL, NULL)"),
    Case(
      rule: "one guest a form",
      sql: "INSERT INTO guestArrival SELECT key, residentId, 0 FROM guestArrival"),
    Case(rule: "a consent is kept", sql: "DELETE FROM consent"),
    Case(rule: "a consent is never moved", sql: "UPDATE consent SET givenMs = 0"),
    Case(
      rule: "no notice without event",
      sql: "INSERT INTO notice VALUES (9999, 'x', '', 'vi', 0, 0, 1, 9999, NULL, NULL)"),
    Case(
      rule: "no notice that ends before it begins",
      sql: "INSERT INTO notice VALUES (0, 'x', '', 'vi', 1, 0, 1, 0, NULL, NULL)"),
    Case(
      rule: "no notice without a title",
      sql: "INSERT INTO notice VALUES (0, '', '', 'vi', 0, 0, 1, 0, NULL, NULL)"),
    Case(
      rule: "no told arrival without a visit",
      sql: "INSERT INTO visitTold VALUES (9999, 0, 'start')"),
    Case(
      rule: "no told arrival that rests on nothing",
      sql: "INSERT INTO visitTold SELECT id, 0, 'guess' FROM visit LIMIT 1"),
    Case(rule: "no unknown role", sql: "UPDATE user SET role = 'king'"),
    Case(
      rule: "no second user of a name",
      sql: "INSERT INTO user SELECT 9, name, folded, role, 'x', 1, 0 FROM user"),
    Case(
      rule: "nothing confirmed beyond the log", sql: "UPDATE syncState SET confirmedSize = 9999"),
    Case(rule: "nothing unconfirmed again", sql: "UPDATE syncState SET confirmedSize = 0"),
  ]

  /// A second certificate; `state` gives state, cancelReason, issueSeq, cancelSeq and
  /// replacedBy.
  static func copied(
    _ sequence: String, _ seconds: String, _ state: String, about: String = "kind, courseId"
  ) -> String {
    """
    INSERT INTO certificate SELECT 99, centre, year, \(sequence), 'other', residentId, \(about),
      holderName, courseTitle, hoursTenths, issuedDay, \(seconds), token, sheet, \(state), 0, NULL, NULL
    FROM certificate LIMIT 1
    """
  }

  @Test(arguments: cases)
  func `SQL from outside cannot break a rule`(_ item: Case) throws {
    let test = try filled()

    let error = #expect(throws: DatabaseError.self, "\(item.rule)") { try test.raw(item.sql) }

    #expect(error?.resultCode == .SQLITE_CONSTRAINT, "\(item.rule): \(String(describing: error))")
    #expect(try test.store.integrityCheck() == [])
  }

  private func filled() throws -> TestStore {
    let test = try TestStore()
    let resident = try test.resident()
    _ = try test.certificate(resident, try test.course())
    _ = try test.openSession()
    _ = try test.resident("Lê Văn Hai")
    _ = try test.guest("Trần Văn Khách")
    _ = try test.guest("Trần Văn Bốn")
    _ = try test.store.createUser(
      name: "Lan", role: .director, passwordHash: "x", now: test.now)
    try test.store.recordReceipt(text: "note", range: try test.store.head().range, atSeconds: 1)
    return test
  }
}
