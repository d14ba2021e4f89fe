import Testing

@testable import Province

@Suite struct SchemaTests {
  @Test func `the schema is made once, also by two programs at once`() async throws {
    let target = try Cluster.database()
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let pool = ConnectionPool(target, size: 1)
          return try Database.migrate(pool, nowMilliseconds: 0).count
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts.sorted() == [0, 0, 0, Migration.all.count])
  }

  @Test func `steps are numbered without gaps`() {
    #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
  }

  @Test func `a database of a newer program is refused and not touched`() throws {
    let pool = ConnectionPool(try Cluster.database(), size: 1)
    _ = try Database.migrate(pool, nowMilliseconds: 0)
    try pool.withConnection {
      try $0.execute("INSERT INTO migration VALUES (99, 'later', now())")
    }
    let error = try #require(throws: DatabaseTooNew.self) {
      _ = try Database.migrate(pool, nowMilliseconds: 0)
    }
    #expect(error.description.contains("newer"))
  }

  @Test(
    arguments: [
      (0, "1970-01"), (951_782_400_000, "2000-02"), (951_868_800_000, "2000-03"),
      (1_795_395_600_000, "2026-11"), (1_798_761_599_999, "2026-12"),
      (1_798_761_600_000, "2027-01"),
    ] as [(Int64, String)])
  func `a time falls into its month`(_ milliseconds: Int64, _ text: String) {
    #expect(Month(wallMilliseconds: milliseconds).text == text)
  }

  @Test func `events go on into the next month's partition`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(8)
    _ = try province.collector.accept(try kiosk.batch(0, 4), log: kiosk.log, range: nil)
    province.clock.advance(seconds: 70 * 86_400)
    _ = try province.collector.accept(try kiosk.batch(4, 8), log: kiosk.log, range: nil)

    #expect(try province.count("\"event-2026-11\"") == 4)
    #expect(try province.count("\"event-2027-02\"") == 4)
    #expect(try province.count("event") == 8)
  }
}
