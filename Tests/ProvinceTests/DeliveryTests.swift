import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct DeliveryTests {
  private func statements(_ count: Int) throws -> [Statement] {
    let maker = StatementMaker(
      base: "https://p.test", words: try StatementWords(assets: TestProvince.assets))
    let log = LogID.sample(7)
    let clock = ClockReading(
      boot: 1, bootMilliseconds: 0, wallMilliseconds: 1_795_395_600_000, quality: .receipt)
    return try (0..<count).map { index in
      try maker.statement(
        Happening(
          place: EventPlace(log: log, seq: Int64(index)), time: EventTime(claimed: clock),
          centre: Happening.Centre(code: "14464-1", name: "X"),
          what: .attended(
            Happening.Learner(log: log, pseudonym: "L\(index)"),
            Happening.Session(log: log, code: "S", title: nil, course: nil))))
    }
  }

  private func ids(_ statements: [Statement]) -> [String] { statements.map { "\($0.id)" } }

  @Test func `a batch is one request, plain and with the version`() throws {
    let store = FakeStore()
    let all = try statements(100)
    var delivery = Delivery(store.store, isDoubtful: false)
    try delivery.deliver(all)

    #expect(store.order == ids(all))
    let request = try #require(store.requests.first)
    #expect(store.requests.count == 1)
    #expect(request.url == "https://lrs.test/xapi/statements")
    #expect(request.headers["X-Experience-API-Version"] == "1.0.3")
    #expect(request.headers["Authorization"] == "Basic dTpw")
    #expect(request.headers["Content-Encoding"] == nil)
    #expect(all.allSatisfy { delivery.fates[$0.id] == .stored })
  }

  @Test func `in doubt it asks for each and sends only those that are missing`() throws {
    let store = FakeStore()
    let all = try statements(10)
    var first = Delivery(store.store, isDoubtful: false)
    try first.deliver(Array(all[2..<5]))
    var delivery = Delivery(store.store, isDoubtful: true)
    try delivery.deliver(all)

    #expect(Set(store.order) == Set(ids(all)))
    #expect(store.order.count == 10)
    #expect(store.requests.count == 1 + 10 + 1)
    #expect(all.allSatisfy { delivery.fates[$0.id] == .stored })
  }

  @Test func `a conflict sets aside what is another's and sends the rest`() throws {
    let store = FakeStore()
    let all = try statements(8)
    store.occupy("\(all[3].id)")
    var delivery = Delivery(store.store, isDoubtful: false)
    try delivery.deliver(all)

    #expect(store.order == ids(all).filter { $0 != "\(all[3].id)" })
    #expect(
      delivery.fates[all[3].id] == .aside("409 the store has another statement under this id"))
    #expect(store.posts.count == 2)
  }

  @Test(arguments: [400, 413, 422])
  func `a refused batch is halved until the statements to blame stand alone`(code: Int) throws {
    let store = FakeStore()
    let all = try statements(100)
    let bad = Set([ids(all)[17], ids(all)[99]])
    store.trouble { request in
      let text = String(decoding: request.body ?? [], as: UTF8.self)
      return bad.contains { text.contains($0) } ? .answer(code, [:], "bad\nword") : .none
    }
    var delivery = Delivery(store.store, isDoubtful: false)
    try delivery.deliver(all)

    #expect(Set(store.order) == Set(ids(all)).subtracting(bad))
    #expect(delivery.fates[all[17].id] == .aside("\(code) bad word"))
    #expect(delivery.fates[all[99].id] == .aside("\(code) bad word"))
    #expect(store.posts.count < 32)
  }

  /// An answer to a batch, and what follows from it.
  struct Case: Sendable, CustomTestStringConvertible {
    let trouble: FakeStore.Trouble
    var wait: Int64?
    let isDoubtful: Bool
    let words: String

    var testDescription: String { words }
  }

  @Test(arguments: [
    Case(trouble: .loseRequest, isDoubtful: false, words: "No connection"),
    Case(trouble: .loseAnswer, isDoubtful: true, words: "No answer"),
    Case(
      trouble: .answer(429, ["Retry-After": "17"], ""), wait: 17, isDoubtful: false,
      words: "too often"),
    Case(trouble: .answer(429, [:], ""), isDoubtful: false, words: "too often"),
    Case(
      trouble: .answer(503, ["retry-after": "5"], ""), wait: 5, isDoubtful: false,
      words: "cannot answer now"),
    Case(trouble: .answer(503, [:], ""), isDoubtful: true, words: "cannot answer now"),
    Case(trouble: .answer(500, [:], ""), isDoubtful: true, words: "cannot answer now"),
    Case(trouble: .answer(401, [:], ""), isDoubtful: false, words: "forward.user"),
    Case(trouble: .answer(403, [:], ""), isDoubtful: false, words: "forward.user"),
    Case(trouble: .answer(302, ["Location": "/"], ""), isDoubtful: false, words: "forward.url"),
    Case(trouble: .answer(404, [:], ""), isDoubtful: false, words: "forward.url"),
    Case(
      trouble: .answer(200, [:], "<html>Welcome to our Wi-Fi"), isDoubtful: true,
      words: "no list of statement ids"),
    Case(trouble: .answer(200, [:], "[]"), isDoubtful: true, words: "does not have"),
  ])
  func `an answer that confirms nothing ends the attempt and says what is to be done`(
    _ given: Case
  ) throws {
    let store = FakeStore()
    store.trouble { $0.method == "POST" ? given.trouble : .none }
    var delivery = Delivery(store.store, isDoubtful: false)
    let failure = try #require(throws: StoreFailure.self) {
      try delivery.deliver(try statements(3))
    }

    #expect(failure.waitSeconds == given.wait)
    #expect(failure.reason.contains(given.words), "\(failure.reason)")
    #expect(delivery.isDoubtful == given.isDoubtful)
    #expect(delivery.fates.isEmpty)
    #expect(!failure.reason.contains("dTpw"))
  }

  @Test func `a store that answers 204 or names only what is new is asked for the others`() throws {
    let store = FakeStore()
    let all = try statements(4)
    var first = Delivery(store.store, isDoubtful: false)
    try first.deliver(Array(all.prefix(3)))
    for answer in [(204, ""), (200, "[\"\(all[3].id)\"]")] {
      store.trouble { $0.method == "POST" ? .answer(answer.0, [:], answer.1) : .none }
      var delivery = Delivery(store.store, isDoubtful: false)
      try delivery.deliver(Array(all.prefix(answer.0 == 204 ? 3 : 4)))
      #expect(all.prefix(3).allSatisfy { delivery.fates[$0.id] == .stored })
    }
  }

  @Test func `a store that answers with lists is understood`() throws {
    let store = FakeStore()
    let all = try statements(2)
    var first = Delivery(store.store, isDoubtful: false)
    try first.deliver([all[0]])
    let known = try #require(store.text("\(all[0].id)"))
    store.trouble { request in
      guard request.method == "GET" else { return .none }
      // One that does not know the parameter gives what it has.
      return .answer(200, [:], "{\"more\":\"/x\",\"statements\":[\(known)]}")
    }
    var delivery = Delivery(store.store, isDoubtful: true)
    try delivery.deliver(all)
    #expect(store.order == ids(all))
    #expect(store.posts.count == 2)
  }
}
