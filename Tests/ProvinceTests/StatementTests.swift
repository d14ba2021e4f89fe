import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct StatementTests {
  private static let log = LogID.sample(0xA1)
  private static let clock = ClockReading(
    boot: 3, bootMilliseconds: 60_000, wallMilliseconds: 1_795_395_600_250, quality: .networkTime)
  private static let centre = Happening.Centre(code: "14464-1", name: "Xã Gia Viễn")
  private static let course = Happening.Course(log: log, code: "XMC", title: "Xóa mù chữ")
  private static let session = Happening.Session(
    log: log, code: "2026-0031", title: "Buổi \"đầu\"", course: course)
  private static let learner = Happening.Learner(log: log, pseudonym: "L000123")
  private static let paper = Happening.Paper(
    issue: EventPlace(log: log, seq: 9), number: "14464-1/2026-000035", course: course,
    hoursTenths: 305)

  private func maker() throws -> StatementMaker {
    StatementMaker(
      base: "https://province.test", words: try StatementWords(assets: TestProvince.assets))
  }

  /// One happening and all of its statement but id, timestamp and context.
  struct Case: Sendable, CustomTestStringConvertible {
    let what: Happening.What
    let verb: String
    let actor: String
    let object: String
    var result: String?

    var testDescription: String { verb }
  }

  private static let cases = [
    Case(
      what: .attended(learner, session), verb: "http://adlnet.gov/expapi/verbs/attended",
      actor: "\(log.hex)/L000123",
      object: #"{"definition":{"name":{"vi":"Buổi \"đầu\""},"#
        + #""type":"http://adlnet.gov/expapi/activities/meeting"},"#
        + #""id":"https://province.test/xapi/activities/session/\#(log.hex)/2026-0031","#
        + #""objectType":"Activity"}"#),
    Case(
      what: .exited(learner, session, stayedMilliseconds: 5_400_000),
      verb: "http://adlnet.gov/expapi/verbs/exited", actor: "\(log.hex)/L000123",
      object: #"{"definition":{"name":{"vi":"Buổi \"đầu\""},"#
        + #""type":"http://adlnet.gov/expapi/activities/meeting"},"#
        + #""id":"https://province.test/xapi/activities/session/\#(log.hex)/2026-0031","#
        + #""objectType":"Activity"}"#,
      result: #"{"duration":"PT1H30M"}"#),
    Case(
      what: .tookBack(EventPlace(log: log, seq: 7).statementID()),
      verb: "http://adlnet.gov/expapi/verbs/voided", actor: "centre/14464-1",
      object:
        #"{"id":"\#(EventPlace(log: log, seq: 7).statementID())","objectType":"StatementRef"}"#),
    Case(
      what: .earned(learner, paper), verb: "http://id.tincanapi.com/verb/earned",
      actor: "\(log.hex)/L000123",
      object: #"{"definition":{"name":{"en":"Certificate No. 14464-1/2026-000035","#
        + #""vi":"Giấy chứng nhận số 14464-1/2026-000035"},"#
        + #""type":"https://www.opigno.org/en/tincan_registry/activity_type/certificate"},"#
        + #""id":"https://province.test/xapi/activities/certificate/\#(log.hex)/9","#
        + #""objectType":"Activity"}"#,
      result: #"{"completion":true,"duration":"PT30H30M"}"#),
    Case(
      what: .revoked(paper, replacement: "14464-1/2026-000036"),
      verb: "urn:learning-kiosk:xapi:revoked", actor: "centre/14464-1",
      object: #"{"definition":{"name":{"en":"Certificate No. 14464-1/2026-000035","#
        + #""vi":"Giấy chứng nhận số 14464-1/2026-000035"},"#
        + #""type":"https://www.opigno.org/en/tincan_registry/activity_type/certificate"},"#
        + #""id":"https://province.test/xapi/activities/certificate/\#(log.hex)/9","#
        + #""objectType":"Activity"}"#),
  ]

  @Test(arguments: cases)
  func `each happening is one statement`(_ given: Case) throws {
    let place = EventPlace(log: Self.log, seq: 41)
    let statement = try maker().statement(
      Happening(
        place: place, time: EventTime(claimed: Self.clock), centre: Self.centre, what: given.what))

    #expect(statement.id == place.statementID())
    let text = String(decoding: statement.bytes, as: UTF8.self)
    #expect(text.contains(#""object":\#(given.object)"#), "\(text)")
    #expect(text.contains(#""timestamp":"2026-11-23T01:00:00.250Z""#))
    #expect(statement.core.verb == given.verb)
    #expect(statement.core.actor == given.actor)
    let value = try Members(statement.bytes)
    #expect(value["actor", "account", "homePage"] == "https://province.test")
    #expect(value["actor", "account", "name"] == given.actor)
    #expect(value["verb", "id"] == given.verb)
    #expect(value["verb", "display", "vi"]?.isEmpty == false)
    #expect(value["object", "id"] == statement.core.object)
    #expect(value["context", "language"] == "vi")
    // Section 2.4.6 of the specification: no platform where the object is no Activity.
    #expect(
      (value["context", "platform"] == nil)
        == (given.verb == "http://adlnet.gov/expapi/verbs/voided"))
    #expect(text.contains(#""result":"#) == (given.result != nil))
    #expect(given.result.map { text.contains(#""result":\#($0)"#) } ?? true, "\(text)")
    #expect(
      text.contains(
        #""urn:learning-kiosk:xapi:event":{"log":"\#(Self.log.hex)","seq":41}"#))
    #expect(text.contains(#""urn:learning-kiosk:xapi:clock":{"quality":3}"#))
    #expect(!text.contains("stored"))
  }

  @Test(
    arguments: [
      (.max, "PT1000000H"), (1, "PT6M"), (0, nil), (.min, nil),
    ] as [(Int64, String?)])
  func `hours that an older program let in are told within bounds`(
    _ tenths: Int64, _ duration: String?
  ) throws {
    let paper = Happening.Paper(
      issue: EventPlace(log: Self.log, seq: 9), number: "14464-1-2026-000035", course: nil,
      hoursTenths: tenths)
    let statement = try maker().statement(
      Happening(
        place: EventPlace(log: Self.log, seq: 41), time: EventTime(claimed: Self.clock),
        centre: Self.centre, what: .earned(Self.learner, paper)))
    #expect(try Members(statement.bytes)["result", "duration"] == duration)
  }

  @Test func `a cancelled certificate points at the statement of its issue and voids nothing`()
    throws
  {
    let statement = try maker().statement(
      Happening(
        place: EventPlace(log: Self.log, seq: 41), time: EventTime(claimed: Self.clock),
        centre: Self.centre, what: .revoked(Self.paper, replacement: nil)))
    let value = try Members(statement.bytes)
    #expect(value["context", "statement", "id"] == "\(Self.paper.issue.statementID())")
    #expect(value["context", "statement", "objectType"] == "StatementRef")
    #expect(statement.voids == nil)
  }

  @Test func `ids are those that anybody can compute from the log`() throws {
    // python3: h = sha256(bytes([0xa1] * 16) + (41).to_bytes(8, "big")), then version 8 and variant.
    let place = EventPlace(log: Self.log, seq: 41)
    #expect("\(place.statementID())" == "98b2ca4c-52ca-886e-aca9-90f4daa9e0ce")
    #expect("\(place.statementID(part: 1))" == "2bcf8382-fc3d-8b18-9edc-7e066fa9c9c5")
  }

  @Test func `a corrected time stands in the statement, the claimed one beside it`() throws {
    let time = EventTime(
      claimed: Self.clock,
      corrected: TimeBounds(
        earliest: 1_795_399_200_000, latest: 1_795_399_260_000, best: nil, basis: "between"))
    let statement = try maker().statement(
      Happening(
        place: EventPlace(log: Self.log, seq: 1), time: time, centre: Self.centre,
        what: .attended(Self.learner, Self.session)))
    let value = try Members(statement.bytes)
    let clock = ["context", "extensions", "urn:learning-kiosk:xapi:clock"]
    #expect(value["timestamp"] == "2026-11-23T02:00:00.000Z")
    #expect(value[clock + ["claimed"]] == "2026-11-23T01:00:00.250Z")
    #expect(value[clock + ["earliest"]] == "2026-11-23T02:00:00.000Z")
    #expect(value[clock + ["latest"]] == "2026-11-23T02:01:00.000Z")
    #expect(value[clock + ["basis"]] == "between")
  }

  @Test(
    arguments: [
      (claimed: 5, earliest: 3, latest: 9, best: 5), (1, 3, 9, 3), (12, 3, 9, 9), (12, 9, 3, 12),
      (1, 3, nil, 3), (5, 3, nil, 5), (12, nil, 9, 9), (5, nil, 9, 5), (5, nil, nil, 5),
    ] as [(Int64, Int64?, Int64?, Int64)])
  func `a claimed time stands where it can be true`(
    claimed: Int64, earliest: Int64?, latest: Int64?, best: Int64
  ) {
    var clock = Self.clock
    clock.wallMilliseconds = claimed
    let corrected = TimeBounds(earliest: earliest, latest: latest, best: nil, basis: "synced")
    #expect(EventTime(claimed: clock, corrected: corrected).milliseconds == best)
    let shown = TimeBounds(earliest: earliest, latest: latest, best: 8, basis: "set")
    #expect(EventTime(claimed: clock, corrected: shown).milliseconds == 8)
    #expect(EventTime(claimed: clock, corrected: shown, told: 7).milliseconds == 7)
  }

  @Test func `a stay is measured by the boot's clock, across boots by the wall's`() {
    var left = Self.clock
    left.bootMilliseconds += 90_000
    left.wallMilliseconds -= 5_000
    let came = EventTime(claimed: Self.clock)
    #expect(EventTime(claimed: left).milliseconds(since: came) == 90_000)
    left.boot += 1
    #expect(EventTime(claimed: left).milliseconds(since: came) == nil)
    left.wallMilliseconds += 65_000
    #expect(EventTime(claimed: left).milliseconds(since: came) == 60_000)
  }

  @Test(arguments: [
    (0, "PT0S"), (9, "PT0S"), (10, "PT0.01S"), (1_000, "PT1S"), (60_000, "PT1M"),
    (61_500, "PT1M1.50S"), (3_600_000, "PT1H"), (90_061_000, "PT25H1M1S"), (-5, "PT0S"),
  ])
  func `lengths of time are ISO 8601`(_ milliseconds: Int64, _ text: String) {
    #expect(DurationText.iso(milliseconds: milliseconds) == text)
  }

  @Test(
    arguments: [
      ("0", 0), ("17", 17), ("-3", 0), ("99999999", 86_400), ("soon", nil), ("", nil),
      ("Sun, 06 Nov 1994 08:49:37 GMT", 7), ("Sun, 06 Nov 1994 08:49:00 GMT", 0),
      ("Sun, 06 Nov 1994 08:49:37 ICT", nil), ("Sun, 31 Feb 1994 08:49:37 GMT", nil),
      ("Sun, 06 Nov 1994 08:49:60 GMT", 30), ("Sun, 06 Nov 1994 24:00:00 GMT", nil),
      ("Sun, 06 Nov 1994 08:60:00 GMT", nil), ("Sun, 06 Nov 1994 08:49:61 GMT", nil),
      ("Sun, 06 Nov 1994 -8:49:37 GMT", nil), ("Sun, 06 Nov 1994 8::49:37 GMT", nil),
      ("Thu, 26 Nov 2026 99999999999999999:00:00 GMT", nil),
      ("Thu, 26 Nov 2026 00:999999999999999999:00 GMT", nil),
      ("Thu, 26 Nov 2026 00:00:9223372036854775807 GMT", nil),
      ("Sun, 9223372036854775807 Nov 1994 08:49:37 GMT", nil),
      ("Sun, 06 Nov 9223372036854775807 08:49:37 GMT", nil),
      ("9223372036854775807", 86_400), ("-9223372036854775808", 0), ("9223372036854775808", nil),
    ] as [(String, Int64?)])
  func `Retry-After is seconds or a date`(_ text: String, _ seconds: Int64?) {
    #expect(
      RetryAfter.seconds(["Retry-After": text], nowSeconds: 784_111_770) == seconds)
  }

  @Test func `a request keeps within its limits and no statement travels with its own end`() {
    let ids = (0..<6).map { EventPlace(log: Self.log, seq: $0).statementID() }
    let all = ids.indices.map { index in
      Statement(
        id: ids[index], seq: Int64(index), part: 0, bytes: Array(repeating: 0x20, count: 10),
        core: Statement.Core(actor: "", verb: "", object: ""), voids: index == 4 ? ids[3] : nil)
    }
    #expect(all.prefix(maxCount: 2, maxBytes: 1000).count == 2)
    #expect(all.prefix(maxCount: 9, maxBytes: 34).count == 3)
    #expect(Array(all.prefix(3)).body.count == 34)
    #expect(all.prefix(maxCount: 9, maxBytes: 1).count == 1)
    #expect(all.prefix(maxCount: 9, maxBytes: 1000).map(\.seq) == [0, 1, 2, 3])
    #expect(all.dropFirst(4).map { $0 }.prefix(maxCount: 9, maxBytes: 1000).map(\.seq) == [4, 5])
  }
}

/// Texts of a JSON document by their path.
struct Members {
  private let value: CanonicalValue

  init(_ bytes: [UInt8]) throws { value = try CanonicalValue(canonical: bytes) }

  subscript(path: String...) -> String? { self[path] }

  subscript(path: [String]) -> String? {
    path.reduce(value as CanonicalValue?) { $0?.object?[$1] }?.text
  }
}

extension LogID {
  /// A log id of one byte again and again.
  static func sample(_ byte: UInt8) -> LogID {
    (try? LogID(bytes: Array(repeating: byte, count: LogID.byteCount))) ?? .random()
  }
}
