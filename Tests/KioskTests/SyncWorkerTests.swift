import Evidence
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

@Suite struct SyncWorkerTests {
  static let fork = Digest(sha256: [1])

  /// One row of the protocol's table of answers.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let answer: @Sendable () throws -> Response
    let outcome: @Sendable (SyncOutcome) -> Bool
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a captive portal's page with status 200",
      answer: { .html("<h1>Wi-Fi miễn phí</h1>") }, outcome: isStranger),
    Case(
      name: "a redirect to a portal", answer: { .redirect(to: "http://portal.example/") },
      outcome: isStranger),
    Case(name: "an empty 200", answer: { .text("") }, outcome: isStranger),
    Case(name: "204", answer: { .empty() }, outcome: isStranger),
    Case(name: "a 404 page", answer: { .html("no", status: .notFound) }, outcome: isStranger),
    Case(name: "500", answer: { .empty(.internalServerError) }, outcome: isStranger),
    Case(
      name: "202 beyond the batch",
      answer: { .json(Array(#"{"next":999999}"#.utf8), status: .accepted) }, outcome: isFailed),
    Case(name: "202 of a portal", answer: { .html("ok", status: .accepted) }, outcome: isStranger),
    Case(
      name: "409 gap with another root",
      answer: {
        try ScriptedProvince.problem(
          .conflict, ["code": .text("gap"), "next": .integer(1), "root": .text(fork.base64)])
      }, outcome: { $0 == .unproven(.fork) }),
    Case(
      name: "409 fork",
      answer: {
        try ScriptedProvince.problem(
          .conflict, ["code": .text("fork"), "size": .integer(1), "root": .text(fork.base64)])
      }, outcome: { $0 == .unproven(.fork) }),
    Case(
      name: "409 of a stranger", answer: { .text("no", status: .conflict) }, outcome: isStranger),
    Case(name: "413 for ever", answer: { .empty(.contentTooLarge) }, outcome: isFailed),
    Case(
      name: "415 three times", answer: { try problem(.unsupportedMediaType, "encoding") },
      outcome: { $0 == .attention(.refused) }),
    Case(
      name: "422 three times",
      answer: { try ScriptedProvince.problem(.unprocessableContent, ["code": .text("root")]) },
      outcome: { $0 == .attention(.refused) }),
    Case(
      name: "429 with a time",
      answer: { try problem(.tooManyRequests, "later").with("Retry-After", "42") },
      outcome: { $0 == .later(seconds: 42) }),
    Case(
      name: "503 with a time",
      answer: { try problem(.serviceUnavailable, "database").with("Retry-After", "7") },
      outcome: { $0 == .later(seconds: 7) }),
    Case(
      name: "503 with a time beyond a day",
      answer: { try problem(.serviceUnavailable, "database").with("Retry-After", "9000000") },
      outcome: { $0 == .later(seconds: 86_400) }),
    Case(
      name: "503 with no time at all",
      answer: { try problem(.serviceUnavailable, "database").with("Retry-After", "0") },
      outcome: { $0 == .later(seconds: 1) }),
    Case(
      name: "503 without", answer: { try problem(.serviceUnavailable, "database") },
      outcome: isFailed),
    Case(name: "503 of a stranger", answer: { .empty(.serviceUnavailable) }, outcome: isStranger),
    Case(
      name: "503 of a portal with a time",
      answer: { Response.html("wait", status: .serviceUnavailable).with("Retry-After", "9000") },
      outcome: isStranger),
    Case(
      name: "429 of a proxy with a time",
      answer: { Response.empty(.tooManyRequests).with("Retry-After", "86400") },
      outcome: isStranger),
    Case(
      name: "401 of a portal", answer: { .html("Sign in", status: .unauthorized) },
      outcome: isStranger),
    Case(name: "403 of a proxy", answer: { .empty(.forbidden) }, outcome: isStranger),
    Case(name: "407", answer: { .html("Sign in", status: 407) }, outcome: isStranger),
    Case(name: "511", answer: { .html("Sign in", status: 511) }, outcome: isStranger),
    Case(
      name: "another server's JSON", answer: { .json(Array(#"{"ok":true}"#.utf8)) },
      outcome: isStranger),
    Case(
      name: "401", answer: { try problem(.unauthorized, "token-unknown") },
      outcome: { $0 == .attention(.unknownKiosk) }),
    Case(
      name: "403", answer: { try problem(.forbidden, "revoked") },
      outcome: { $0 == .attention(.revoked) }),
    Case(
      name: "421", answer: { try problem(.misdirectedRequest, "wrong-province") },
      outcome: { $0 == .attention(.wrongProvince) }),
  ]

  @Sendable static func problem(_ status: Status, _ code: String) throws -> Response {
    try ScriptedProvince.problem(status, ["code": .text(code)])
  }

  static let isStranger: @Sendable (SyncOutcome) -> Bool = {
    if case .stranger = $0 { true } else { false }
  }

  static let isFailed: @Sendable (SyncOutcome) -> Bool = {
    if case .failed = $0 { true } else { false }
  }

  @Test(arguments: cases)
  func `an answer that is no receipt confirms nothing`(_ given: Case) throws {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    province.on("entries") { _ in try given.answer() }

    let outcome = try province.worker().step()

    #expect(given.outcome(outcome), "\(outcome)")
    let balance = try bed.desk.balance()
    #expect(balance.confirmed == 0)
    #expect(balance.recorded > 0)
    #expect(balance.recorded == balance.confirmed + balance.waiting + balance.needsAttention)
  }

  @Test(arguments: cases)
  func `the same answers to a hello confirm nothing either`(_ given: Case) throws {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    province.on("hello") { _ in try given.answer() }

    let outcome = try province.worker().step()

    #expect(outcome != .balanced)
    #expect(try bed.desk.balance().confirmed == 0)
    // After a fork the kiosk asks how much is common, and this province knows no branches.
    let isFork = given.name == "409 fork"
    #expect(province.requests.count == (isFork ? 2 : 1), "\(province.requests)")
  }

  @Test func `everything recorded is confirmed, then nothing is due until the next turn`() throws {
    let bed = try Bed()
    _ = try bed.earned()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    let worker = province.worker()

    #expect(try worker.step() == .balanced)

    let balance = try bed.desk.balance()
    #expect(balance.confirmed == balance.recorded)
    #expect(balance.waiting == 0)
    #expect(try bed.desk.store.syncState().personalConfirmed == balance.recorded)
    #expect(try worker.step() == .notDue)
    bed.wait(seconds: 900)
    #expect(try worker.step() == .balanced)
  }

  @Test func `a receipt of another key, of another log and with another root is not kept`() throws {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    let now = bed.now.wallMilliseconds / 1_000
    let stranger = SigningKey()
    let origin = logOrigin(provinceHost: ScriptedProvince.host, log: bed.desk.store.log)
    let other = logOrigin(provinceHost: ScriptedProvince.host, log: LogID.random())
    let device = bed.desk.keys.device
    let head = try bed.desk.store.head()
    let good = Checkpoint(origin: origin, size: head.size, root: head.range.root)
    let cases: [(Checkpoint, kiosk: SigningKey, province: SigningKey)] = [
      (good, device, stranger), (good, stranger, province.key),
      (Checkpoint(origin: other, size: head.size, root: good.root), device, province.key),
      (Checkpoint(origin: origin, size: head.size, root: Self.fork), device, province.key),
      (Checkpoint(origin: origin, size: head.size + 5, root: good.root), device, province.key),
    ]

    for (checkpoint, kiosk, key) in cases {
      let receipt = try Receipt.issue(
        over: try checkpoint.signed(by: kiosk), provinceName: ScriptedProvince.host, key: key,
        timeSeconds: now)
      province.on("entries") { _ in .text(receipt.text) }
      #expect(try province.worker().step(isForced: true) != .balanced)
      #expect(try bed.desk.balance().confirmed == 0)
    }
  }

  @Test func `a prefix taken by 202 is gone on from there`() throws {
    let bed = try Bed()
    _ = try bed.earned()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    let isFirst = Mutex(true)
    province.on("entries/0-") { request in
      let first = isFirst.withLock { value in
        defer { value = false }
        return value
      }
      return first
        ? .json(Array(#"{"next":2}"#.utf8), status: .accepted) : .empty(.internalServerError)
    }

    #expect(try province.worker().step() == .balanced)
    #expect(province.requests.contains { $0.hasPrefix("PUT entries 2-") })
  }

  @Test func `413 halves the batch until it fits`() throws {
    let bed = try Bed()
    for index in 0..<100 { _ = try bed.addResident("Nguyễn Văn \(Self.letters(index))") }
    let province = try ScriptedProvince(bed)
    try province.enrol()
    let worker = province.worker()
    province.on("entries") { _ in .empty(.contentTooLarge) }
    _ = try worker.step()
    province.on("nothing") { _ in .empty() }

    #expect(try worker.step(isForced: true) == .balanced)

    let ends = province.requests.filter { $0.hasPrefix("PUT entries 0-") }
      .compactMap { Int($0.dropFirst("PUT entries 0-".count)) }
    #expect(ends.first ?? 0 > 32)
    #expect(ends.last == 32)
  }

  @Test func `after a failure it waits, and the wait survives a restart`() throws {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    province.on("hello") { _ in try ScriptedProvince.busy(seconds: 42) }
    #expect(try province.worker().step() == .later(seconds: 42))

    bed.wait(seconds: 41)
    #expect(try province.worker().step() == .notDue)
    bed.wait(seconds: 1)

    #expect(try province.worker().step() == .later(seconds: 42))
  }

  // MARK: Two histories

  /// What makes a receipt that a kiosk may be shown as proof of another history.
  struct Proof: Sendable, CustomTestStringConvertible {
    let name: String
    /// Of a log of so many entries.
    let size: @Sendable (Int64) -> Int64
    var root: Digest? = SyncWorkerTests.fork
    var signsKiosk = true
    var signsProvince = true
    var isOfThisLog = true
    let reason: BranchReason?
    var testDescription: String { name }
  }

  static let proofs = [
    Proof(name: "more than is here", size: { $0 + 5 }, reason: .restored),
    Proof(name: "another root at the same size", size: { $0 }, reason: .fork),
    Proof(name: "another root of a smaller size", size: { $0 - 1 }, reason: .fork),
    Proof(name: "this very history", size: { $0 }, root: nil, reason: nil),
    Proof(name: "without the kiosk's signature", size: { $0 }, signsKiosk: false, reason: nil),
    Proof(name: "by another province", size: { $0 + 5 }, signsProvince: false, reason: nil),
    Proof(name: "of another log", size: { $0 + 5 }, isOfThisLog: false, reason: nil),
  ]

  private func receipt(_ proof: Proof, _ bed: Bed, _ province: ScriptedProvince) throws -> String {
    let head = try bed.desk.store.head()
    let log = proof.isOfThisLog ? bed.desk.store.log : LogID.random()
    let size = proof.size(head.size)
    let checkpoint = Checkpoint(
      origin: logOrigin(provinceHost: ScriptedProvince.host, log: log), size: size,
      root: proof.root ?? head.range.root)
    let kiosk = proof.signsKiosk ? bed.desk.keys.device : SigningKey()
    return try Receipt.issue(
      over: try checkpoint.signed(by: kiosk), provinceName: ScriptedProvince.host,
      key: proof.signsProvince ? province.key : SigningKey(),
      timeSeconds: bed.now.wallMilliseconds / 1_000
    ).text
  }

  /// Answers that say, unsigned, that the province holds another history.
  static let claims: [@Sendable () throws -> Response] = [
    { try ScriptedProvince.hello(next: 999, root: fork) },
    { try ScriptedProvince.hello(next: 1, root: fork) },
    {
      try ScriptedProvince.problem(
        .conflict, ["code": .text("fork"), "size": .integer(1), "root": .text(fork.base64)])
    },
  ]

  @Test(arguments: proofs, ["hello", "entries"])
  func `an epoch is opened where the last receipt shows two histories, and for no other word`(
    _ proof: Proof, _ place: String
  ) throws {
    for claim in place == "hello" ? Self.claims : [Self.claims[2]] {
      let bed = try Bed()
      _ = try bed.earned()
      let province = try ScriptedProvince(bed)
      try province.enrol()
      let log = bed.desk.store.log
      let text = try receipt(proof, bed, province)
      province.on([place, "receipt"]) { request in
        request.path.hasSuffix("receipt") ? .text(text) : try claim()
      }

      let outcome = try province.worker().step()

      #expect(try bed.desk.store.epochs().map(\.reason) == (proof.reason.map { [$0] } ?? []))
      #expect((bed.desk.store.log == log) == (proof.reason == nil))
      if proof.reason == nil {
        #expect(["unproven", "failed"].contains(outcome.word), "\(outcome)")
        #expect(try bed.desk.balance().attention == nil)
      }
    }
  }

  @Test func `a claim without proof is tried again, and three in a row are shown to people`() throws
  {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    province.on("hello") { _ in try ScriptedProvince.hello(next: 999, root: Self.fork) }
    let worker = province.worker()

    for shown in [nil, nil, "restored"] {
      #expect(try worker.step(isForced: true) == .unproven(.restored))
      #expect(try bed.desk.balance().attention == shown)
    }
    #expect(try bed.desk.store.epochs() == [])
    province.on("nothing") { _ in .empty() }
    #expect(try worker.step(isForced: true) == .balanced)
    #expect(try bed.desk.balance().attention == nil)
    province.on("hello") { _ in try ScriptedProvince.hello(next: 999, root: Self.fork) }
    #expect(try worker.step(isForced: true) == .unproven(.restored))
    #expect(try bed.desk.balance().attention == nil)
  }

  @Test func `a receipt that was lost is fetched again`() throws {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    let head = try bed.desk.store.head()
    let origin = logOrigin(provinceHost: ScriptedProvince.host, log: bed.desk.store.log)
    let note = try Checkpoint(origin: origin, size: head.size, root: head.range.root)
      .signed(by: bed.desk.keys.device)
    let receipt = try Receipt.issue(
      over: note, provinceName: ScriptedProvince.host, key: province.key,
      timeSeconds: bed.now.wallMilliseconds / 1_000)
    let root = head.range.root
    let hello = try ScriptedProvince.hello(next: head.size, root: root)
    province.on("") { request in
      request.path.hasSuffix("hello")
        ? hello
        : request.path.hasSuffix("receipt")
          ? .text(receipt.text) : try ScriptedProvince.valuesTaken(request)
    }

    #expect(try province.worker().step() == .balanced)
    #expect(try bed.desk.balance().confirmed == head.size)
  }

  @Test func `nothing is sent before enrolment`() throws {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)

    #expect(try province.worker().step() == .notEnrolled)
    #expect(province.requests.isEmpty)
  }

  @Test func `a province that cannot be reached is a failure with a growing, bounded wait`() throws
  {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    let worker = SyncWorker(
      store: bed.desk.store, keys: bed.desk.keys, clock: bed.desk.clock,
      settings: bed.desk.settings.sync, logger: Bed.quiet, random: Highest(),
      send: { _ in throw Unexpected() })
    var waits: [Int64] = []

    for _ in 0..<9 {
      guard case .failed = try worker.step(isForced: true) else { throw Unexpected() }
      let next = try #require(try bed.desk.store.syncState().nextAttemptMilliseconds)
      waits.append((next - bed.now.wallMilliseconds) / 1_000)
    }

    #expect(waits == [15, 30, 60, 120, 240, 480, 960, 1_800, 1_800])
  }

  private static func letters(_ number: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return String([letters[number / 26].uppercased().first ?? "A", letters[number % 26]])
  }
}

/// Always draws the largest number.
private struct Highest: RandomNumberGenerator, Sendable {
  mutating func next() -> UInt64 { .max }
}
