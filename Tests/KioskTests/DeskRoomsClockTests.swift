import Centre
import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// The clock at the desk, and the times that lists show.
@Suite struct DeskRoomsClockTests {
  /// A kiosk with bad clocks and a signed-in desk.
  private struct Room {
    let bed: ClockBed
    let router: Router
    let cookie: String
    let csrf: String

    init(_ bed: ClockBed, as role: Role = .director) throws {
      self.bed = bed
      let desk = try bed.desk
      var router = Router()
      DeskPages(desk: desk, pages: try Pages(assets: DoorKiosk.assets)).addRoutes(to: &router)
      self.router = router
      let hash = try PasswordHash(of: "hoc suot doi", cost: 10)
      let name = "Nguyễn Thị \(role.rawValue)"
      let user = try desk.store.createUser(
        name: name, role: role, passwordHash: hash.text, now: desk.clock.read())
      guard case .signedIn(let token, let csrf) = try desk.openWebSession(user) else {
        throw Unexpected()
      }
      cookie = "desk=\(token)"
      self.csrf = csrf
    }

    func get(_ target: String) throws -> Response {
      router.respond(
        to: try Request(method: "GET", target: target, headers: ["Cookie": cookie]))
    }

    func set(_ day: String, _ time: String, sure: Bool = false) throws -> Response {
      let form = ["csrf": csrf, "day": day, "time": time, "sure": sure ? "yes" : ""]
      let body = form.map { "\(Link.encoded($0.key))=\(Link.encoded($0.value))" }
      return router.respond(
        to: try Request(
          method: "POST", target: "/desk/clock",
          headers: ["Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"],
          body: Array(body.joined(separator: "&").utf8)))
    }
  }

  @Test
  func `a person sets the clock after saying that a large move is meant, and stays signed in`()
    throws
  {
    let bed = try ClockBed()
    let room = try Room(bed)
    let before = try bed.now.wallMilliseconds
    #expect(try room.get("/desk").text.contains("/desk/clock"))

    let asked = try room.set("02/11/2026", "8:05")
    #expect(asked.status == .unprocessableContent)
    #expect(asked.text.contains("thành 08:05 02/11/2026"))
    #expect(try bed.events("clock.set").isEmpty)

    let done = try room.set("02/11/2026", "8:05", sure: true)

    #expect(done.status == .seeOther)
    let wall = ClockBed.morning + 300_000
    #expect(try bed.now.wallMilliseconds == wall)
    #expect(try bed.now.quality == .operatorSet)
    let event = try #require(try bed.events("clock.set").first)
    #expect(event.fields["f"]?.integer == before)
    #expect(event.fields["w"]?.integer == wall)
    #expect(event.fields["u"]?.integer == 1)
    #expect(event.clock.wallMilliseconds == wall)
    #expect(try room.get("/desk/clock").status == .ok, "still signed in")
    try bed.restart()
    #expect(try bed.now.wallMilliseconds == wall, "kept over a restart of the service")
  }

  @Test func `network time that arrives signs nobody out`() throws {
    let bed = try ClockBed()
    try bed.desk.lookAtClock()
    let room = try Room(bed)

    bed.set {
      $0.wallMilliseconds = $0.truth
      $0.isSynchronized = true
    }
    try bed.desk.lookAtClock()

    #expect(try bed.now.quality == .networkTime)
    #expect(try room.get("/desk/clock").status == .ok)
    #expect(try room.get("/desk/clock").text.contains("máy chủ giờ trên mạng"))
  }

  @Test func `scans before the setting show the time that follows from it`() throws {
    let bed = try ClockBed()
    let seq = try bed.scan()
    bed.wait(seconds: 600)
    let room = try Room(bed)
    #expect(try room.get("/desk/residents/1").text.contains("chưa rõ giờ"))

    _ = try room.set("02/11/2026", "08:10", sure: true)

    #expect(try bed.time(of: seq).best == ClockBed.morning)
    let page = try room.get("/desk/residents/1").text
    #expect(page.contains("02/11/2026"), "the self-study has moved to its day")
    #expect(page.contains("08:00"))
    #expect(!page.contains("chưa rõ giờ"))
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let day: String
    let time: String
    let says: String
    var testDescription: String { "\(day) \(time)" }
  }

  @Test(arguments: [
    Case(day: "", time: "08:00", says: "Hãy điền ô này."),
    Case(day: "02/11/2026", time: "25:00", says: "Giờ viết sai"),
    Case(day: "31/02/2026", time: "08:00", says: "Ngày không có thật"),
    Case(day: "02/11/1999", time: "08:00", says: "Không thể trước"),
    Case(day: "02/11/2062", time: "08:00", says: "Xa quá"),
  ])
  func `what cannot be is refused with the reason`(_ given: Case) throws {
    let bed = try ClockBed()
    let room = try Room(bed)

    let response = try room.set(given.day, given.time, sure: true)

    #expect(response.status == .unprocessableContent)
    #expect(response.text.contains(given.says))
    #expect(try bed.events("clock.set").isEmpty)
  }

  @Test func `a viewer looks and does not set; with the province's time nobody needs to`() throws {
    let bed = try ClockBed()
    let viewer = try Room(bed, as: .viewer)
    #expect(try viewer.get("/desk/clock").status == .ok)
    #expect(try !viewer.get("/desk/clock").text.contains("name=\"day\""))
    #expect(try viewer.set("02/11/2026", "08:00", sure: true).status == .forbidden)

    let clerk = try Room(bed, as: .clerk)
    #expect(try clerk.get("/desk/clock").text.contains("name=\"day\""))
    try ClockProvince(bed).sync()
    #expect(try !clerk.get("/desk/clock").text.contains("name=\"day\""))
    #expect(try clerk.get("/desk/clock").text.contains("Tỉnh đã ký xác nhận giờ này"))
    #expect(try clerk.set("02/11/2026", "09:00", sure: true).status == .seeOther)
    #expect(try bed.events("clock.set").isEmpty)
  }

  @Test func `a wild battery does not lock the desk out of the right time`() throws {
    let bed = try ClockBed(wall: ClockBed.morning + 700 * ClockBed.day, hasBattery: true)
    _ = try bed.scan()
    let room = try Room(bed)
    #expect(try bed.now.quality == .operatorSet)

    _ = try room.set("02/11/2026", "08:00", sure: true)

    #expect(try bed.now.wallMilliseconds == ClockBed.morning)
    _ = try bed.scan("Trần Văn Hai")
    try bed.reboot(wall: ClockBed.morning + 60_000)
    #expect(try bed.now.wallMilliseconds == ClockBed.morning + 60_000)
  }

  @Test func `a roll shows an uncertain time as such, and the corrected one later`() throws {
    let bed = try ClockBed()
    let province = try ClockProvince(bed)
    try province.sync()
    try bed.reboot(offSeconds: 7_200)
    let room = try Room(bed)
    let day = Day(wallMilliseconds: bed.truth)
    let session = try bed.desk.store.addSession(
      NewSession(
        title: "Phòng bệnh mùa hè", day: day, startMilliseconds: bed.truth,
        endMilliseconds: bed.truth + 7_200_000, hoursTenths: 20), now: bed.now)
    _ = try bed.desk.openSession(session.code)
    _ = try bed.scan()
    let page = "/desk/sessions/\(session.code)"
    #expect(try room.get(page).text.contains("chưa rõ giờ"))
    #expect(try !room.get(page).text.contains("ghi bổ sung"))

    try province.sync()

    let text = try room.get(page).text
    #expect(!text.contains("chưa rõ giờ"))
    #expect(text.contains(">\(TimeOfDay.text(wallMilliseconds: bed.truth))"))
  }

  @Test(arguments: Language.allCases)
  func `each quality and each reason has its words`(language: Language) throws {
    let texts = try Texts(directory: "\(DoorKiosk.assets)/text")

    for quality in ClockQuality.allCases {
      #expect(texts.text(named: "desk.clock.quality.\(quality)", language) != nil)
    }
    for ground in WallJudgement.Ground.allCases {
      #expect(texts.text(named: "desk.clock.why.\(ground.rawValue)", language) != nil)
    }
  }
}
