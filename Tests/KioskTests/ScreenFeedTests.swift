import Centre
import HTTP
import Store
import Testing

@testable import Kiosk

@Suite struct ScreenFeedTests {
  /// What the service would send next on a line; nil at its end.
  private func piece(_ response: Response) throws -> String? {
    guard case .stream(let stream) = response.body else { throw Unexpected() }
    return try stream.next().map { String(decoding: $0, as: UTF8.self) }
  }

  private func welcome(_ kiosk: DoorKiosk) throws -> DeskAnswer {
    try kiosk.desk.checkIn(scanned: kiosk.resident.cardDigits, source: .serial)
  }

  @Test func `a screen is greeted with the id of this start, then told what was read`() throws {
    let kiosk = try DoorKiosk()
    let line = try kiosk.respond("GET", "/events")
    let code = kiosk.resident.cardDigits

    kiosk.desk.screens.publish(try welcome(kiosk), wish: .init(code: code, source: .serial))
    kiosk.desk.screens.publishSaving()
    kiosk.desk.screens.publishIdle()

    #expect(line.headers["Content-Type"] == "text/event-stream")
    #expect(line.headers["Cache-Control"] == "no-store")
    #expect(try piece(line) == "event: hello\ndata: \(kiosk.desk.screens.startId)\n\n")
    let answer = try #require(try piece(line))
    let id = "\(kiosk.desk.screens.startId)-1"
    #expect(answer.hasPrefix("event: answer\nid: \(id)\ndata: <!DOCTYPE html>\n"))
    #expect(answer.contains("Đỗ Thị Hạnh"))
    #expect(answer.hasSuffix("\n\n"))
    #expect(answer.split(separator: "\n").dropFirst(2).allSatisfy { $0.hasPrefix("data: ") })
    #expect(try piece(line) == "event: saving\ndata: \n\n")
    #expect(try piece(line) == "event: idle\ndata: \n\n")
  }

  @Test func `what staff change at the desk makes the first screens look again`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let seat = try #require(bed.desk.screens.join())
    _ = seat.news(waitSeconds: 0)

    _ = try bed.get("/desk/notices", as: .clerk)
    #expect(Self.event(seat) == nil, "reading changes nothing")
    _ = try bed.post("/desk/notices/1/end", [:], as: .clerk)

    guard case .idle = Self.event(seat) else { throw Unexpected() }
    #expect(bed.desk.screens.changes == 1)
  }

  @Test func `a first screen that was said to be new is rendered anew`() throws {
    let cache = IdleCache()
    let kiosk = try DoorKiosk()
    let request = try Request(method: "GET", target: "/")
    let pages = try (0...1).map { change in
      try cache.response(to: request, look: Look(request), change: change, atBootMilliseconds: 7) {
        "page \(change) of \(kiosk.session.code)"
      }.text
    }
    #expect(pages[0] != pages[1])
  }

  private static func event(_ seat: ScreenSeat) -> ScreenFeed.Event? {
    guard case .event(let event, _) = seat.news(waitSeconds: 0) else { return nil }
    return event
  }

  @Test func `every screen is told in its own language and size`() throws {
    let kiosk = try DoorKiosk()
    let first = try kiosk.respond("GET", "/events")
    let second = try kiosk.respond("GET", "/events?lang=en&size=large")
    _ = try (piece(first), piece(second))

    kiosk.desk.screens.publish(try welcome(kiosk), wish: .init(source: .serial))

    let vietnamese = try #require(try piece(first))
    let english = try #require(try piece(second))
    #expect(vietnamese.contains(#"<html lang="vi" class="door">"#))
    #expect(vietnamese.contains("Đã điểm danh"))
    #expect(english.contains(#"<html lang="en" class="door large">"#))
    #expect(english.contains("Learned this year"))
  }

  @Test func `a code that leads nowhere for lack of room is told as a page`() throws {
    let kiosk = try DoorKiosk()
    let line = try kiosk.respond("GET", "/events?lang=en")
    _ = try piece(line)

    kiosk.desk.screens.publish(problem: [.vi: "<p>đầy</p>", .en: "<p>full</p>"])

    #expect(try piece(line)?.hasSuffix("\ndata: <p>full</p>\n\n") == true)
  }

  @Test func `no more screens are served than the settings say, and one that leaves makes room`()
    throws
  {
    let kiosk = try DoorKiosk(configuration: "[limits]\nscreens = 2")
    let first = try kiosk.respond("GET", "/events")
    do {
      let second = try kiosk.respond("GET", "/events")
      let third = try kiosk.respond("GET", "/events")

      #expect(second.status == .ok)
      #expect(third.status == .serviceUnavailable)
      #expect(third.headers["Content-Type"] == "application/problem+json")
      #expect(third.text.contains(#""code":"screens.full""#))
      #expect(kiosk.desk.screens.count == 2)
    }
    #expect(kiosk.desk.screens.count == 1)
    #expect(try kiosk.respond("GET", "/events").status == .ok)
    _ = first
  }

  @Test func `a screen that takes nothing loses the oldest, and holds nobody up`() throws {
    let feed = ScreenFeed(most: 2)
    let seat = try #require(feed.join())
    for number in 0..<100 {
      feed.publish(.unreadable(.wrongLength(digits: number)), wish: .init(source: .serial))
    }
    _ = seat.news(waitSeconds: 0)

    var left: [Int] = []
    while case .event(.answer(.unreadable(.wrongLength(let digits)), _), _) = seat.news(
      waitSeconds: 0)
    {
      left.append(digits)
    }

    #expect(left == Array(100 - ScreenFeed.mostWaiting..<100))
  }

  @Test func `a line that is made again just after a reading is told of it, once`() throws {
    let feed = ScreenFeed(most: 4)
    feed.publish(.unreadable(.empty), wish: .init(source: .serial))
    feed.publishIdle()

    let late = try #require(feed.join(after: "another-1"))
    guard case .hello = late.news(waitSeconds: 0),
      case .event(.answer, let id) = late.news(waitSeconds: 0),
      case .nothing = late.news(waitSeconds: 0)
    else { throw Unexpected() }
    let again = try #require(feed.join(after: id))
    guard case .hello = again.news(waitSeconds: 0), case .nothing = again.news(waitSeconds: 0)
    else { throw Unexpected() }
  }

  @Test func `what is told already is not told twice in a row`() throws {
    let feed = ScreenFeed(most: 1)
    let seat = try #require(feed.join())
    for _ in 0..<5 { feed.publishIdle() }
    _ = seat.news(waitSeconds: 0)

    guard case .event(.idle, _) = seat.news(waitSeconds: 0) else { throw Unexpected() }
    guard case .nothing = seat.news(waitSeconds: 0) else { throw Unexpected() }
  }

  @Test func `a silent line carries a sign of life at every tenth second`() throws {
    let kiosk = try DoorKiosk()
    let seat = try #require(kiosk.desk.screens.join())
    let stream = ScreenStream(
      desk: kiosk.desk, pages: try Pages(assets: DoorKiosk.assets),
      look: Look(try Request(method: "GET", target: "/events")), isOnSite: true)
    _ = seat.news(waitSeconds: 0)

    let pieces = (1...20).map { _ in stream.piece(seat.news(waitSeconds: 0)) }

    for (index, piece) in pieces.enumerated() {
      #expect(piece == ((index + 1) % 10 == 0 ? Array(":\n\n".utf8) : []), "second \(index + 1)")
    }
  }

  @Test func `the end of the service ends the lines at once and takes no new one`() throws {
    let kiosk = try DoorKiosk()
    let line = try kiosk.respond("GET", "/events")

    kiosk.desk.screens.close()

    #expect(try piece(line) == nil)
    #expect(try kiosk.respond("GET", "/events").status == .serviceUnavailable)
  }

  struct Stranger: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var headers: [Header] = []
    var address = "127.0.0.1"
    let code: String
  }

  @Test(arguments: [
    Stranger(
      testDescription: "another machine", address: "192.168.1.20", code: "screen.notLocal"),
    Stranger(
      testDescription: "another machine by a proxy here",
      headers: [Header("X-Forwarded-For", "192.168.1.20")], code: "screen.notLocal"),
    Stranger(
      testDescription: "another site's page", headers: [Header("Sec-Fetch-Site", "cross-site")],
      code: "request.foreign"),
  ])
  func `a stranger sees no names`(stranger: Stranger) throws {
    let kiosk = try DoorKiosk()

    let answer = try kiosk.respond(
      "GET", "/events", headers: stranger.headers, from: stranger.address)

    #expect(answer.status == .forbidden)
    #expect(answer.text.contains(stranger.code))
    #expect(kiosk.desk.screens.count == 0)
  }

  @Test func `a screen on another machine is let in when the settings say so`() throws {
    let kiosk = try DoorKiosk(configuration: "[checkIn]\nisScreenLocal = false")

    #expect(try kiosk.respond("GET", "/events", from: "192.168.1.20").status == .ok)
    let foreign = try kiosk.respond(
      "GET", "/events", headers: [Header("Sec-Fetch-Site", "cross-site")], from: "192.168.1.20")
    #expect(foreign.status == .forbidden)
  }

  @Test func `who speaks from this machine's own address is no stranger`() throws {
    var request = try Request(method: "GET", target: "/events", remoteAddress: "192.168.1.5")
    let settings = try Settings.standard().checkIn
    #expect(throws: Refusal.self) { try RequestOrigin.requireScreen(request, of: settings) }

    request.isFromOwnAddress = true

    try RequestOrigin.requireScreen(request, of: settings)
  }
}
