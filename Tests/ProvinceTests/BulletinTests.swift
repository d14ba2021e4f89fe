import Centre
import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct BulletinTests {
  private func given() throws -> TestProvince {
    let province = try TestProvince()
    _ = try province.enrolledKiosk()
    _ = try province.application.publisher.publish()
    return province
  }

  private func bulletin(_ province: TestProvince) throws -> Bulletin {
    try #require(try province.application.bulletins.bulletin())
  }

  private func day(_ text: String) throws -> Day { try #require(Day(iso: text)) }

  @Test func `a bulletin waits for the first list, and is then made once for each change`() throws {
    let province = try TestProvince()
    let publisher = province.application.bulletinPublisher
    #expect(try publisher.publishIfDue() == nil)
    _ = try province.application.publisher.publish()

    #expect(try publisher.publishIfDue()?.sequence == 1)
    province.clock.advance(seconds: 60)
    #expect(try publisher.publishIfDue() == nil)
    let first = try bulletin(province)

    _ = try province.application.announcements.add(
      title: "Tuần lễ học tập", text: "Mời bà con.", from: try day("2026-11-01"),
      to: try day("2026-12-01"))
    #expect(try publisher.publishIfDue()?.announcements == 1)
    _ = try province.enrolledKiosk(centre: "17662-1")
    #expect(try publisher.publishIfDue()?.sequence == 3)
    #expect(try bulletin(province).content.devices.map(\.centre) == ["17662-1"])
    #expect(try bulletin(province).verify(by: try province.application.keys.roots()).name != "")
    #expect(first.content.announcements.isEmpty)
  }

  @Test func `it carries the list in force, and follows it`() throws {
    let province = try given()
    let publisher = province.application.bulletinPublisher
    #expect(try publisher.publishIfDue()?.sequence == 1)
    #expect(
      try bulletin(province).content.bundle.bytes
        == province.application.bundles.current()?.bytes)

    province.clock.advance(seconds: 86_400)
    _ = try province.application.publisher.publishIfDue()
    #expect(try publisher.publishIfDue()?.sequence == 2)

    #expect(
      try bulletin(province).content.bundle.bytes
        == province.application.bundles.current()?.bytes)
  }

  @Test func `an old bulletin is not served while a newer list is in force`() throws {
    let province = try given()
    _ = try province.application.bulletinPublisher.publishIfDue()
    let bulletins = province.application.bulletins
    #expect(try bulletins.tag() != nil)

    province.clock.advance(seconds: 60)
    _ = try province.application.publisher.publish()
    #expect(try bulletins.tag() == nil, "kiosks ask for the list then")
    #expect(try bulletins.current() != nil)
    _ = try province.application.bulletinPublisher.publishIfDue()

    #expect(try bulletins.tag() != nil)
  }

  @Test func `an announcement leaves the bulletin when it is over`() throws {
    let province = try given()
    let publisher = province.application.bulletinPublisher
    _ = try province.application.announcements.add(
      title: "Hôm nay", text: "x", from: try day("2026-11-23"), to: try day("2026-11-23"))
    #expect(try publisher.publishIfDue()?.announcements == 1)

    province.clock.advance(seconds: 86_400)

    #expect(try publisher.publishIfDue()?.announcements == 0)
  }

  @Test func `a withdrawn kiosk is no device of the bulletin`() throws {
    let province = try TestProvince()
    let kiosk = try province.enrolledKiosk()
    _ = try province.application.publisher.publish()
    _ = try province.application.bulletinPublisher.publishIfDue()
    #expect(try bulletin(province).content.devices.map(\.key) == [kiosk.key.publicKey])

    try province.pool.withConnection { connection in
      _ = try connection.change(
        "UPDATE kiosk SET revoked = $1", [.time(province.clock.milliseconds)])
    }
    _ = try province.application.bulletinPublisher.publishIfDue()

    #expect(try bulletin(province).content.devices.isEmpty)
  }

  @Test func `numbers go on beyond what a kiosk holds, but no claim makes a bulletin`() throws {
    let province = try given()
    let publisher = province.application.bulletinPublisher
    #expect(try publisher.publishIfDue()?.sequence == 1)
    func claim(_ number: Int64) throws {
      try province.pool.withConnection { connection in
        _ = try connection.change("UPDATE kiosk SET bulletin = $1", [.integer(number)])
      }
    }
    // As after the database came back from a backup: a kiosk holds a later one.
    try claim(40)
    #expect(try publisher.publishIfDue() == nil)
    func announce() throws {
      _ = try province.application.announcements.add(
        title: "x", text: "x", from: try day("2026-11-23"), to: try day("2026-11-24"))
    }
    try announce()
    #expect(try publisher.publishIfDue()?.sequence == 41)
    #expect(try publisher.publishIfDue() == nil)
    try claim(CanonicalValue.integerLimit)
    try announce()
    #expect(try publisher.publishIfDue()?.sequence == 42, "not beyond belief")
  }

  @Test func `many publishers at once make one bulletin`() async throws {
    let province = try given()
    let publisher = province.application.bulletinPublisher
    let made = try await withThrowingTaskGroup(of: Int64?.self) { group in
      for _ in 0..<6 { group.addTask { try publisher.publishIfDue()?.sequence } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(made.compactMap { $0 } == [1])
  }

  @Test func `it is served to everyone, with a tag that saves the second time`() throws {
    let province = try given()
    let router = try province.router()
    func get(_ headers: Headers = [:]) throws -> Response {
      router.respond(
        to: try Request(
          method: "GET", target: "/v1/bulletin", headers: headers, remoteAddress: "10.0.0.8"))
    }
    #expect(try get().status == .notFound)
    #expect(try get().text.contains("no-bulletin"))
    _ = try province.application.bulletinPublisher.publishIfDue()

    let first = try get()
    let tag = try #require(first.headers["ETag"])
    #expect(first.status == .ok)
    #expect(first.headers["Content-Type"] == Bulletin.mediaType)
    #expect(try get(["If-None-Match": tag]).status == .notModified)
    _ = try province.application.announcements.add(
      title: "a", text: "b", from: try day("2026-11-23"), to: try day("2026-11-24"))
    _ = try province.application.bulletinPublisher.publishIfDue()
    #expect(try get(["If-None-Match": tag]).status == .ok)
  }

  @Test func `it is served compressed and in parts to those that ask`() throws {
    let province = try given()
    _ = try province.application.bulletinPublisher.publishIfDue()
    let router = try province.router()
    func get(_ headers: Headers = [:]) throws -> (response: Response, bytes: [UInt8]) {
      let response = router.respond(
        to: try Request(
          method: "GET", target: "/v1/bulletin", headers: headers, remoteAddress: "10.0.0.8"))
      guard case .bytes(let bytes) = response.body else { return (response, []) }
      return (response, bytes)
    }
    let plain = try get()
    let gzip = try get(["Accept-Encoding": "gzip"])
    let tag = try #require(gzip.response.headers["ETag"])

    #expect(plain.response.headers["Content-Encoding"] == nil)
    #expect(gzip.response.headers["Content-Encoding"] == "gzip")
    #expect(try Gzip.inflate(gzip.bytes, maxBytes: Bulletin.byteLimit) == plain.bytes)
    #expect(tag == "\"\(sha256(gzip.bytes).hex.prefix(32))\"")
    #expect(plain.response.headers["ETag"] != tag)
    for headers in [gzip.response, plain.response].map(\.headers) {
      #expect(headers["Vary"] == "Accept-Encoding")
      let held = try get(["Accept-Encoding": "gzip", "If-None-Match": headers["ETag"] ?? ""])
      #expect(held.response.status == .notModified, "both forms say the same")
    }
    let rest = try get([
      "Accept-Encoding": "gzip", "Range": "bytes=100-", "If-Range": tag,
    ])
    #expect(rest.response.status == .partialContent)
    #expect(Array(gzip.bytes.prefix(100)) + rest.bytes == gzip.bytes)
    for part in try [
      get(["Accept-Encoding": "gzip", "Range": "bytes=100-"]),
      get([
        "Accept-Encoding": "gzip", "Range": "bytes=100-",
        "If-Range": plain.response.headers["ETag"] ?? "",
      ]),
    ] {
      #expect(part.response.headers["Content-Encoding"] == nil)
      #expect(part.bytes == Array(plain.bytes.dropFirst(100)))
    }
    #expect(
      try get(["Range": "bytes=100-", "If-Range": tag]).bytes == plain.bytes,
      "a part of the other form would not fit")
  }

  @Test(arguments: [
    ("", "x", "2026-11-23", "2026-11-24", Refused(.announcementTitleLength, ["limit": 120])),
    ("a\nb", "x", "2026-11-23", "2026-11-24", Refused(.announcementTitleCharacter)),
    (
      "a", String(repeating: "x", count: 1001), "2026-11-23", "2026-11-24",
      Refused(.announcementTextLength, ["limit": 1000])
    ),
    ("a", "x\u{202E}", "2026-11-23", "2026-11-24", Refused(.announcementTextCharacter)),
    ("a", "x", "2026-11-25", "2026-11-24", Refused(.announcementOrder)),
    ("a", "x", "2026-11-21", "2026-11-22", Refused(.announcementOver, ["day": "22/11/2026"])),
  ])
  func `an announcement that cannot be shown is refused`(
    title: String, text: String, from: String, to: String, refusal: Refused
  ) throws {
    let province = try TestProvince()
    #expect(throws: refusal) {
      try province.application.announcements.add(
        title: title, text: text, from: try day(from), to: try day(to))
    }
    #expect(try province.count("announcement") == 0)
  }

  @Test func `there are never more announcements than a bulletin may carry`() throws {
    let province = try TestProvince()
    let announcements = province.application.announcements
    for number in 1...BulletinContent.Limit.announcements {
      _ = try announcements.add(
        title: "\(number)", text: "x", from: try day("2026-11-23"), to: try day("2026-11-24"))
    }
    let limit = BulletinContent.Limit.announcements
    #expect(throws: Refused(.announcementFull, ["limit": limit])) {
      try announcements.add(
        title: "a", text: "x", from: try day("2026-11-23"), to: try day("2026-11-24"))
    }
    #expect(try announcements.remove(1))
    #expect(try !announcements.remove(1))
  }
}
