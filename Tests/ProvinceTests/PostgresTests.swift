import Foundation
import Testing

@testable import Province

@Suite struct PostgresTests {
  private func connection() throws -> Connection { try Connection(try Cluster.database()) }

  @Test func `every kind of parameter comes back as it was bound`() throws {
    let connection = try connection()
    let nasty = "Đỗ Thị Hạnh'; DROP TABLE stream; --"
    let row = try #require(
      try connection.query(
        """
        SELECT $1::bigint AS i, $2::text AS t, $3::bytea AS b, $4::boolean AS o,
          $5::timestamptz AS w, $6::text AS n, $7::bytea AS e
        """,
        [
          .integer(.min), .text(nasty), .bytes([0, 255, 7]), .boolean(true),
          .time(1_795_395_600_123), .text(nil), .bytes([]),
        ]
      ).first)

    #expect(try row.integer("i") == .min)
    #expect(try row.text("t") == nasty)
    #expect(try row.bytes("b") == [0, 255, 7])
    #expect(try row.boolean("o"))
    #expect(try row.optionalTime("w") == 1_795_395_600_123)
    #expect(try row.optionalText("n") == nil)
    #expect(try row.bytes("e") == [])
  }

  @Test func `arrays keep their order and their gaps`() throws {
    let rows = try connection().query(
      "SELECT * FROM unnest($1::bigint[], $2::text[], $3::timestamptz[]) AS u (i, t, w)",
      [.integers([1, nil]), .texts([nil, "hai"]), .times([0, nil])])

    #expect(rows.count == 2)
    #expect(try rows[0].integer("i") == 1)
    #expect(try rows[0].optionalTime("w") == 0)
    #expect(try rows[1].optionalInteger("i") == nil)
    #expect(try rows[1].text("t") == "hai")
    #expect(try connection().query("SELECT unnest($1::text[]) AS t", [.texts([])]).isEmpty)
  }

  @Test func `an error carries the code of PostgreSQL and no value`() throws {
    let error = try #require(throws: PostgresError.self) {
      try connection().query("SELECT $1::text::int AS i", [.text("bí mật")])
    }
    #expect(error.code == "22P02")
    #expect(error.isDataError)
    #expect(!error.isTransient)
  }

  @Test func `COPY adds rows and is undone with its transaction`() throws {
    let connection = try connection()
    try connection.execute("CREATE TABLE t (i bigint, b bytea)")
    var rows = CopyRows()
    for number in 0..<3 as Range<Int64> {
      rows.row(columns: 2)
      rows.bigint(number)
      rows.bytes(number == 1 ? nil : [UInt8(number)])
    }

    try? connection.transaction {
      try connection.copy(rows, into: "t (i, b)")
      throw CancellationError()
    }
    #expect(try connection.query("SELECT * FROM t").isEmpty)
    try connection.transaction { try connection.copy(rows, into: "t (i, b)") }
    #expect(try connection.query("SELECT i FROM t WHERE b IS NULL").first?.integer("i") == 1)
  }

  @Test func `a refused COPY leaves a connection that still works`() throws {
    let connection = try connection()
    try connection.execute("CREATE TABLE t (i bigint PRIMARY KEY)")
    var rows = CopyRows()
    for _ in 0..<2 {
      rows.row(columns: 1)
      rows.bigint(7)
    }

    #expect(throws: PostgresError.self) { try connection.copy(rows, into: "t (i)") }
    #expect(connection.isIdle)
    #expect(try connection.query("SELECT 1 AS n").first?.integer("n") == 1)
  }

  @Test func `a pool gives a fresh connection after the server has cut one`() throws {
    let target = try Cluster.database()
    let pool = ConnectionPool(target, size: 2)
    let backend = try pool.withConnection { $0.backendID }
    try Connection(target).query("SELECT pg_terminate_backend(\(backend))")

    #expect(throws: PostgresError.self) {
      try pool.withConnection { _ = try $0.query("SELECT 1 AS n") }
    }
    #expect(try pool.withConnection { try $0.query("SELECT 1 AS n").count } == 1)
  }

  @Test func `every session commits durably`() throws {
    let row = try connection().query("SHOW synchronous_commit").first
    #expect(try row?.text("synchronous_commit") == "on")
  }

  @Test func `a server that is not there is a plain error`() throws {
    let error = try #require(throws: PostgresError.self) {
      _ = try Connection(DatabaseTarget(url: "host=/nowhere"))
    }
    #expect(error.operation == "connect")
    #expect(error.isTransient)
  }

  @Test(arguments: [
    ("postgresql://a:secret@b/c", true), ("host=b password=secret", true),
    ("postgresql://a@b/c", false), ("", false),
  ])
  func `a password in a connection string is noticed`(_ url: String, _ holds: Bool) {
    #expect(DatabaseTarget.holdsPassword(url) == holds)
  }
}
