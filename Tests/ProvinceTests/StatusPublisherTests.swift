import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct StatusPublisherTests {
  private func given() throws -> (TestProvince, TestKiosk) {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    for sequence in 1...3 { try kiosk.issue("14464-1-2026-00000\(sequence)") }
    try province.take(kiosk)
    return (province, kiosk)
  }

  private func bundle(_ province: TestProvince) throws -> TrustBundle {
    try #require(try province.application.bundles.bundle())
  }

  @Test func `a list is due at first, after a day, and when a cancellation has come`() throws {
    var (province, kiosk) = try given()
    let publisher = province.application.publisher
    #expect(try publisher.publishIfDue()?.certificates == 3)
    #expect(try publisher.publishIfDue() == nil)

    province.clock.advance(seconds: 60)
    try kiosk.cancel("14464-1-2026-000002", issued: 2)
    try province.take(kiosk, from: 4)
    #expect(try publisher.publishIfDue()?.revoked == 1)
    #expect(try publisher.publishIfDue() == nil)

    province.clock.advance(seconds: 60)
    try kiosk.replaced("14464-1-2026-000002", issued: 2, by: "14464-1-2026-000003")
    try province.take(kiosk, from: 5)
    #expect(try publisher.publishIfDue()?.revoked == 1)
    let table = try bundle(province).list.table
    #expect(table.status(of: "14464-1-2026-000002") == .replaced(by: "14464-1-2026-000003"))

    // More certificates alone ask for no new list: what it does not count is not revoked.
    try kiosk.issue("14464-1-2026-000004")
    try province.take(kiosk, from: 6)
    #expect(try publisher.publishIfDue() == nil)
    province.clock.advance(seconds: 86_400)
    #expect(try publisher.publishIfDue()?.certificates == 4)
  }

  @Test func `lists never go back: not with the clock, not within a second`() throws {
    let (province, _) = try given()
    var last: Int64 = 0
    for step in [0, 0, -5000, 100_000, -100_000] as [Int64] {
      province.clock.advance(seconds: step)
      let issued = try province.application.publisher.publish().issuedAtSeconds
      #expect(issued > last)
      last = issued
      #expect(try bundle(province).list.issuedAtSeconds == issued)
    }
  }

  @Test func `many publishers at once leave one whole bundle, the latest`() async throws {
    let (province, _) = try given()
    let publisher = province.application.publisher
    let made = try await withThrowingTaskGroup(of: Int64.self) { group in
      for _ in 0..<6 { group.addTask { try publisher.publish().issuedAtSeconds } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(made).count == 6)
    #expect(try province.count("bundle") == 1)
    #expect(try bundle(province).list.issuedAtSeconds == made.max())
  }

  @Test func `while the tables are made again, no list forgets a cancellation`() throws {
    var (province, kiosk) = try given()
    try kiosk.cancel("14464-1-2026-000002", issued: 2)
    try province.take(kiosk, from: 4)
    try province.application.publisher.publish()
    let before = try #require(try province.application.bundles.current())

    try province.application.projector.reset()
    #expect(throws: PublishError.rebuilding) { try province.application.publisher.publish() }
    try Projector(pool: province.pool, chunkEvents: 3).catchUpOneStep()
    #expect(throws: PublishError.rebuilding) { try province.application.publisher.publish() }
    #expect(try province.application.bundles.current()?.bytes == before.bytes)

    try province.application.projector.catchUp()
    try province.application.publisher.publish()
    #expect(try bundle(province).list.table.status(of: "14464-1-2026-000002") == .revoked)
  }

  @Test func `a list that is made while the tables are emptied forgets no cancellation`()
    async throws
  {
    var (province, kiosk) = try given()
    try kiosk.cancel("14464-1-2026-000002", issued: 2)
    try province.take(kiosk, from: 4)
    let publisher = province.application.publisher
    try publisher.publish()
    let before = try #require(try province.application.bundles.current())
    let other = try Connection(try province.settings.target)
    try other.execute("BEGIN")
    try Projector.empty(other)

    let publication = OwnThread { try publisher.publish() }
    let watcher = try Connection(try province.settings.target)
    while try watcher.query(
      """
      SELECT 1 FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()
      """
    ).isEmpty {}
    try other.execute("COMMIT")

    #expect(throws: PublishError.rebuilding) { _ = try publication.value() }
    #expect(try province.application.bundles.current()?.bytes == before.bytes)
  }

  @Test func `the bundle is given to everyone, whole, and only when it is new`() throws {
    var (province, kiosk) = try given()
    try province.serving { wire in
      let none = try wire.send("GET", "/v1/bundle")
      #expect(none.status == 404)
      #expect(none.code == "no-bundle")

      try province.application.publisher.publish()
      let first = try wire.send("GET", "/v1/bundle")
      #expect(first.status == 200)
      #expect(first.header("Content-Type") == TrustBundle.mediaType)
      #expect(first.header("Cache-Control") == "max-age=3600")
      let read = try TrustBundle(bytes: first.body)
      #expect(read == (try bundle(province)))
      #expect(read.roots == (try province.application.keys.roots()))
      let tag = try #require(first.header("ETag"))

      let same = try wire.send("GET", "/v1/bundle", [("If-None-Match", tag)])
      #expect(same.status == 304)
      #expect(same.body.isEmpty)
      #expect(same.header("ETag") == tag)
      let head = try wire.send("HEAD", "/v1/bundle")
      #expect(head.status == 200)
      #expect(head.body.isEmpty)
      #expect(head.header("Content-Length") == String(first.body.count))

      try kiosk.cancel("14464-1-2026-000001", issued: 1)
      try province.take(kiosk, from: 4)
      _ = try province.application.publisher.publishIfDue()
      let next = try wire.send("GET", "/v1/bundle", [("If-None-Match", tag)])
      #expect(next.status == 200)
      #expect(next.header("ETag") != tag)
      #expect(try wire.send("POST", "/v1/bundle").status == 405)
    }
  }

  @Test func `a kiosk that holds a bundle takes the next one and never an older`() throws {
    var (province, kiosk) = try given()
    let roots = try province.application.keys.roots()
    try province.application.publisher.publish()
    let first = try bundle(province)
    try kiosk.cancel("14464-1-2026-000001", issued: 1)
    try province.take(kiosk, from: 4)
    try province.application.publisher.publish()
    let second = try bundle(province)

    let trust = try Trust(roots: roots).taking(first).taking(second)
    #expect(trust.list == second.list)
    #expect(throws: TrustError(.older)) { try trust.taking(first) }
  }
}

extension Projector {
  /// One stretch of the first log that is behind.
  fileprivate func catchUpOneStep() throws {
    var limit = chunkEvents
    _ = try step(1, limit: &limit)
  }
}
