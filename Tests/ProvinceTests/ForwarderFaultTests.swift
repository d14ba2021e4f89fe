import Evidence
import HTTP
import Testing

@testable import Province

/// Stores that refuse, answers that are lost, forwarders that meet.
extension ForwarderTests {
  @Test func `an answer that is lost after the store has taken all doubles nothing`() throws {
    var (province, kiosk) = try begin()
    for _ in 0..<250 { try come(&kiosk, "L1") }
    try province.take(kiosk)
    let store = FakeStore()
    store.trouble { request in request.method == "POST" ? .loseAnswer : .none }
    #expect(try province.forward(to: store) == .failed("No answer."))
    // Until the time limit of that request is over, it may still be under way.
    store.trouble { _ in .none }
    let before = store.requests.count
    #expect(try province.forward(to: store) == .settling(milliseconds: 31_000))
    #expect(store.requests.count == before)
    province.clock.advance(seconds: 32)
    #expect(try province.forward(to: store) == .complete)

    #expect(store.order.count == 250)
    #expect(Set(store.order).count == 250)
    #expect(store.posts.count == 3)
  }

  @Test func `from the beginning again doubles nothing, whatever has changed since`() throws {
    var (province, kiosk) = try begin()
    let came = try come(&kiosk, "L1")
    let left = try leave(&kiosk, "L1")
    let gone = try come(&kiosk, "L2")
    let undone = try undo(&kiosk, gone)
    try province.take(kiosk)
    let store = FakeStore()
    try province.forward(to: store)
    let start = kiosk.size
    try kiosk.add("session.edit", ["s": .text("S1"), "d": .integer(20_781), "x": .text("Khác")])
    try province.take(kiosk, from: start)
    let forwarder = try province.forwarder(to: store)
    let session = try #require(try forwarder.begin())
    try forwarder.reset(session)
    #expect(try forwarder.round(session) == .complete)

    #expect(store.order == [came, left, gone, undone].map { id(kiosk, $0) })
    #expect(store.voided == [id(kiosk, gone)])
    #expect(try province.count("\"forwardAside\"") == 0)
  }

  @Test func `a statement that is refused is set aside, and again tried when asked`() throws {
    var (province, kiosk) = try begin()
    let first = try come(&kiosk, "L1")
    let bad = try come(&kiosk, "L2")
    let worse = try come(&kiosk, "L3")
    try undo(&kiosk, worse)
    try province.take(kiosk)
    let store = FakeStore()
    store.refuse([id(kiosk, bad), id(kiosk, worse)])

    #expect(try province.forward(to: store) == .complete)
    #expect(store.order == [id(kiosk, first)])
    let report = try province.application.forwardReport.lines()
    #expect(report.contains(Saying(.forwardAsides, ["count": 2])))
    let aside = try #require(report.first { $0.values["seq"] == "\(bad)" })
    #expect(aside.text == .forwardAside)
    #expect(aside.values["reason"]?.hasSuffix("400 one of them is bad") == true)

    let forwarder = try province.forwarder(to: store)
    let session = try #require(try forwarder.begin())
    #expect(try forwarder.retry(session).taken == 0)
    store.refuse([])
    #expect(try forwarder.retry(session).taken == 1)
    // What was taken back meanwhile is not sent any more.
    #expect(store.order == [id(kiosk, first), id(kiosk, bad)])
    #expect(try province.count("\"forwardAside\"") == 0)
  }

  @Test func `a store that takes nothing stops the forwarder instead of losing everything`() throws
  {
    var (province, kiosk) = try begin()
    for _ in 0..<3 { try come(&kiosk, "L1") }
    try province.take(kiosk)
    let store = FakeStore()
    store.trouble { $0.method == "POST" ? .answer(400, [:], "wrong version") : .none }
    #expect(
      try province.forward(to: store)
        == .failed("The learning record store has taken no statement yet: 400 wrong version"))
    #expect(try province.count("\"forwardAside\"") == 0)
    store.trouble { _ in .none }
    #expect(try province.forward(to: store) == .complete)
    #expect(store.order.count == 3)
  }

  @Test func `a store that refuses more and more stops the forwarder too`() throws {
    var (province, kiosk) = try begin()
    try come(&kiosk, "L1")
    try province.take(kiosk)
    let store = FakeStore()
    try province.forward(to: store)
    let start = kiosk.size
    let bad = try come(&kiosk, "L2")
    try province.take(kiosk, from: start)
    store.refuse([id(kiosk, bad)])
    try province.pool.withConnection {
      try $0.execute(
        """
        INSERT INTO "forwardAside" SELECT 1, n, 9, 'x', 'x', now() FROM generate_series(1, 1000) AS n
        """)
    }
    guard case .failed(let reason)? = try province.forward(to: store) else {
      Issue.record("it went on")
      return
    }
    #expect(reason.hasPrefix("More than 1000 statements are set aside"))
    #expect(try province.count("\"forwardAside\"") == 1000)
  }

  @Test func `a forwarder that lost its connection begins anew and doubles nothing`() throws {
    var (province, kiosk) = try begin()
    for _ in 0..<150 { try come(&kiosk, "L1") }
    try province.take(kiosk)
    let store = FakeStore()
    let forwarder = try province.forwarder(to: store)
    let session = try #require(try forwarder.begin())
    let backend = session.connection.backendID
    let axe = try Connection(try province.settings.target)
    store.trouble { [unowned store] request in
      // The store has the first batch; the position that says so cannot be written any more.
      if store.posts.count == 1 { _ = try? axe.query("SELECT pg_terminate_backend(\(backend))") }
      return .none
    }
    #expect(throws: PostgresError.self) { try forwarder.round(session) }
    store.trouble { _ in .none }
    province.clock.advance(seconds: 40)
    let again = try #require(try forwarder.begin())
    #expect(try forwarder.round(again) == .complete)
    #expect(store.order.count == 150)
    #expect(Set(store.order).count == 150)
    #expect(store.posts.count == 2)
  }

  @Test func `the store's own wait is kept, a back-off gives way to a hurried caller`() throws {
    var (province, kiosk) = try begin()
    try come(&kiosk, "L1")
    try province.take(kiosk)
    let store = FakeStore()
    let forwarder = try province.forwarder(to: store)
    let session = try #require(try forwarder.begin())
    store.trouble { _ in .answer(429, ["Retry-After": "17"], "") }
    #expect(try forwarder.round(session) == .waiting(milliseconds: 17_000))
    store.trouble { _ in .none }
    #expect(try forwarder.round(session, isHurried: true) == .waiting(milliseconds: 17_000))
    #expect(store.requests.count == 1)
    province.clock.advance(seconds: 17)
    store.trouble { _ in .loseRequest }
    #expect(try forwarder.round(session) == .failed("No connection."))
    store.trouble { _ in .none }
    #expect(try forwarder.round(session, isHurried: true) == .complete)
    let state = try ForwardLedger(connection: session.connection).state()
    #expect(state.failures == 0)
    #expect(state.problem == nil)
  }

  @Test func `a second forwarder is refused until the first has gone`() throws {
    let (province, _) = try begin()
    let forwarder = try province.forwarder(to: FakeStore())
    var session = try forwarder.begin()
    #expect(session != nil)
    #expect(try forwarder.begin() == nil)
    #expect(try province.application.forwardReport.lines().contains(Saying(.forwardAtWork)))
    session = nil
    #expect(try forwarder.begin() != nil)
  }
}
