import Centre
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

@Suite struct DoorPagesTests {
  /// The name stands in one piece, kept on one line where it fits.
  static let greeting = "<small>Chào</small> Đỗ Thị Hạnh"

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let method: String
    let target: String
    var body = ""
    var headers: [Header] = []
    let status: Int
    var contains: [String] = []
    var mustNotContain: [String] = []
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "the first screen", method: "GET", target: "/", status: 200,
      contains: [
        "Mời quét thẻ", "Trung tâm học tập cộng đồng xã Gia Viễn", "08:02", "Thứ Hai, 23/11/2026",
        "Kỹ thuật nuôi ốc nhồi", "Đang mở", "Ra về", "Tìm theo tên", "<html lang=\"vi\"",
        "Mọi lượt đều được lưu ngay tại máy này",
      ], mustNotContain: ["{{", "Đỗ Thị Hạnh", "<script>", "style=", "onclick"]),
    Case(
      name: "in English", method: "GET", target: "/?lang=en", status: 200,
      contains: ["Scan your card", "Monday, 23/11/2026", "lang=\"en\"", "Tiếng Việt"],
      mustNotContain: ["Mời quét thẻ"]),
    Case(
      name: "an unknown language is Vietnamese", method: "GET", target: "/?lang=xx", status: 200,
      contains: ["Mời quét thẻ"]),
    Case(
      name: "English by cookie", method: "GET", target: "/", headers: [Header("Cookie", "lang=en")],
      status: 200, contains: ["Scan your card"]),
    Case(
      name: "large text", method: "GET", target: "/?size=large", status: 200,
      contains: ["class=\"door large\"", "Chữ thường"]),
    Case(
      name: "high contrast", method: "GET", target: "/?contrast=high", status: 200,
      contains: ["class=\"door high-contrast\""]),
    Case(
      name: "high contrast and large text by cookies", method: "GET", target: "/",
      headers: [Header("Cookie", "contrast=high; size=large")], status: 200,
      contains: ["class=\"door large high-contrast\""]),
    Case(
      name: "normal contrast against the device's wish", method: "GET",
      target: "/?contrast=normal", status: 200, contains: ["class=\"door normal-contrast\""]),
    Case(
      name: "an unknown contrast is the device's own", method: "GET", target: "/?contrast=x",
      status: 200, contains: ["class=\"door\""]),
    Case(
      name: "a refusal in the visitor's look", method: "GET", target: "/nowhere",
      headers: [Header("Cookie", "contrast=high; size=large; lang=en")], status: 404,
      contains: ["class=\"door large high-contrast\"", "There is no such page"]),
    Case(
      name: "a key without JavaScript", method: "POST", target: "/check-in",
      body: "code=12&press=7", status: 200, contains: ["value=\"127\""]),
    Case(
      name: "the erase key without JavaScript", method: "POST", target: "/check-in",
      body: "code=12&press=erase", status: 200, contains: ["value=\"1\""]),
    Case(
      name: "no number", method: "POST", target: "/check-in", body: "code=", status: 200,
      contains: ["Chưa điểm danh", "Chưa có số nào"]),
    Case(
      name: "eleven digits", method: "POST", target: "/check-in", body: "code=03708500123",
      status: 200, contains: ["Đọc được 11 chữ số", "class=\"result error\"", "#cross"],
      mustNotContain: ["{digits}"]),
    Case(
      name: "a wrong check digit", method: "POST", target: "/check-in", body: "code=0000000011",
      status: 200, contains: ["Chưa điểm danh"], mustNotContain: ["Chào"]),
    Case(
      name: "an identity number that nobody has", method: "POST", target: "/check-in",
      body: "code=037085001234", status: 200,
      contains: ["Chưa có trong sổ", "class=\"result attention\""],
      mustNotContain: ["037085001234"]),
    Case(
      name: "markup in a code comes back as text", method: "POST", target: "/check-in",
      body: "code=%3Cscript%3Ealert(1)%3C/script%3E&press=1", status: 200,
      contains: ["&lt;script&gt;"], mustNotContain: ["<script>alert"]),
    Case(
      name: "a foreign source", method: "POST", target: "/check-in", body: "code=1&source=paper",
      status: 400, contains: ["Yêu cầu chưa đúng"]),
    Case(
      name: "a form of another site", method: "POST", target: "/check-in", body: "code=1",
      headers: [Header("Sec-Fetch-Site", "cross-site")], status: 403,
      contains: ["Không được phép"]),
    Case(
      name: "another origin", method: "POST", target: "/check-in", body: "code=1",
      headers: [Header("Host", "127.0.0.1:8080"), Header("Origin", "http://evil.example")],
      status: 403, contains: ["Không được phép"]),
    Case(
      name: "a broken form", method: "POST", target: "/check-in", body: "code=%zz", status: 400,
      contains: ["Yêu cầu chưa đúng"]),
    Case(
      name: "the letters", method: "GET", target: "/search", status: 200,
      contains: ["Gõ họ tên", "value=\"q\""]),
    Case(
      name: "a letter without JavaScript", method: "GET", target: "/search?name=d&press=o",
      status: 200, contains: ["value=\"do\""]),
    Case(
      name: "two letters are too few", method: "GET", target: "/search?name=d%20o", status: 200,
      contains: ["ít nhất 3 chữ cái"], mustNotContain: ["Hạnh"]),
    Case(
      name: "a name without marks", method: "GET", target: "/search?name=do%20thi%20hanh",
      status: 200, contains: ["Đỗ Thị Hạnh", "Xóm 3", "Bạn là ai?"],
      mustNotContain: ["1985", "0912345678"]),
    Case(
      name: "nobody of that name", method: "GET", target: "/search?name=%3Cb%3Exyz", status: 200,
      contains: ["Không tìm thấy", "&lt;b&gt;xyz"], mustNotContain: ["<b>xyz"]),
    Case(
      name: "an unknown page", method: "GET", target: "/nowhere", status: 404,
      contains: ["Không có trang này", "Màn hình chính"]),
    Case(
      name: "an undo that is no number", method: "POST", target: "/undo", body: "visit=x",
      status: 400),
    Case(
      name: "a check-out of no visit", method: "POST", target: "/check-out", body: "visit=999999",
      status: 404),
    Case(
      name: "the style", method: "GET", target: "/assets/style.css", status: 200),
    Case(
      name: "a way out of the assets", method: "GET", target: "/assets/..%2Fkiosk.sqlite",
      status: 404),
  ]

  @Test(arguments: cases) func `each request gets its page`(_ example: Case) throws {
    let kiosk = try DoorKiosk()

    let response = try kiosk.respond(
      example.method, example.target, example.body, headers: example.headers)

    #expect(response.status.code == example.status)
    for text in example.contains { #expect(response.text.contains(text)) }
    for text in example.mustNotContain { #expect(!response.text.contains(text)) }
  }

  @Test func `a check-in greets by name, and a repeat says when it was`() throws {
    let kiosk = try DoorKiosk()
    let form = "code=\(kiosk.resident.cardDigits)&source=wedge"

    let first = try kiosk.respond("POST", "/check-in", form)
    kiosk.wait(seconds: 120)
    let second = try kiosk.respond("POST", "/check-in", form)

    #expect(first.text.contains(Self.greeting))
    #expect(first.text.contains("class=\"result success\""))
    #expect(first.text.contains("lúc 08:02"))
    #expect(first.text.contains("2,5 giờ"))
    #expect(first.text.contains("1 / 5 buổi"))
    #expect(first.text.contains("Không phải tôi"))
    #expect(first.headers["Cache-Control"] == "no-store")
    #expect(second.text.contains("Đã điểm danh lúc 08:02"))
    #expect(second.text.contains("Ra về"))
    #expect(try kiosk.desk.store.today(Day(wallMilliseconds: DoorKiosk.start)).turns == 1)
  }

  @Test func `"not me" takes a check-in back for ten seconds`() throws {
    let kiosk = try DoorKiosk()
    let form = "code=\(kiosk.resident.cardDigits)"
    let day = Day(wallMilliseconds: DoorKiosk.start)

    let first = try kiosk.respond("POST", "/check-in", form)
    let visit = try #require(first.text.firstMatch(of: /data-visit="(\d+)"/)?.1)
    let undone = try kiosk.respond("POST", "/undo", "visit=\(visit)")
    let turnsAfterUndo = try kiosk.desk.store.today(day).turns
    let again = try kiosk.respond("POST", "/check-in", form)
    let secondVisit = try #require(again.text.firstMatch(of: /data-visit="(\d+)"/)?.1)
    kiosk.wait(seconds: 11)
    let late = try kiosk.respond("POST", "/undo", "visit=\(secondVisit)")

    #expect(undone.text.contains("Đã bỏ lượt vừa rồi"))
    #expect(turnsAfterUndo == 0)
    #expect(again.text.contains(Self.greeting))
    #expect(late.text.contains("Không bỏ được nữa"))
    #expect(try kiosk.desk.store.today(day).turns == 1)
  }

  @Test func `leaving is written and said`() throws {
    let kiosk = try DoorKiosk()
    let form = "code=\(kiosk.resident.cardDigits)"

    _ = try kiosk.respond("POST", "/check-in", form)
    kiosk.wait(seconds: 3_600)
    let repeated = try kiosk.respond("POST", "/check-in", form)
    let visit = try #require(
      repeated.text.firstMatch(of: /\/check-out"><button class="tile" name="visit" value="(\d+)"/)?
        .1)
    let left = try kiosk.respond("POST", "/check-out", "visit=\(visit)")
    let after = try kiosk.respond("POST", "/check-in", form)

    #expect(left.text.contains("Đã ra về"))
    #expect(left.text.contains("lúc 09:02"))
    #expect(after.text.contains("đã ra về lúc 09:02"))
    #expect(!after.text.contains("action=\"/check-out\""))
  }

  @Test func `two open sessions are offered, and the chosen one is taken`() throws {
    let kiosk = try DoorKiosk()
    let other = try DoorKiosk.openSession("Luật Đất đai <2024>", in: kiosk.desk)

    let choice = try kiosk.respond("POST", "/check-in", "code=\(kiosk.resident.cardDigits)")
    let chosen = try kiosk.respond(
      "POST", "/check-in", "code=\(kiosk.resident.cardDigits)&session=\(other.code)")

    #expect(choice.text.contains("Bạn học buổi nào?"))
    #expect(choice.text.contains("Luật Đất đai &lt;2024&gt;"))
    #expect(choice.text.contains(other.code))
    #expect(chosen.text.contains(Self.greeting))
    #expect(chosen.text.contains("Luật Đất đai"))
  }

  @Test func `a person found by name checks in by a touch`() throws {
    let kiosk = try DoorKiosk()

    let found = try kiosk.respond("GET", "/search?name=do+thi+hanh")
    let id = try #require(found.text.firstMatch(of: /name="resident" value="(\d+)"/)?.1)
    let answer = try kiosk.respond("POST", "/check-in", "resident=\(id)&source=search")

    #expect(answer.text.contains(Self.greeting))
  }

  @Test func `a name that is markup stays text on every screen`() throws {
    let kiosk = try DoorKiosk(name: "<script>alert('x')</script> & \"Hạnh\"")

    let welcome = try kiosk.respond("POST", "/check-in", "code=\(kiosk.resident.cardDigits)")
    let found = try kiosk.respond("GET", "/search?name=script")

    for page in [welcome.text, found.text] {
      #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)"))
      #expect(!page.contains("<script>alert"))
    }
  }

  @Test func `a centre that hides names greets without one`() throws {
    let kiosk = try DoorKiosk(configuration: "[checkIn]\nhidesNames = true\n")

    let welcome = try kiosk.respond("POST", "/check-in", "code=\(kiosk.resident.cardDigits)")
    let found = try kiosk.respond("GET", "/search?name=do+thi+hanh")

    #expect(welcome.text.contains("Xin chào"))
    #expect(!welcome.text.contains("Đỗ Thị"))
    #expect(!found.text.contains("Đỗ Thị"))
    #expect(found.text.contains("Hạnh"))
  }

  @Test func `the first screen has a tag and answers 304 to it`() throws {
    let kiosk = try DoorKiosk()

    let page = try kiosk.respond("GET", "/")
    let tag = try #require(page.headers["ETag"])
    let same = try kiosk.respond("GET", "/", headers: [Header("If-None-Match", tag)])
    kiosk.wait(seconds: 60)
    let later = try kiosk.respond("GET", "/", headers: [Header("If-None-Match", tag)])

    #expect(same.status == .notModified)
    #expect(same.text.isEmpty)
    #expect(later.status == .ok)
    #expect(later.text.contains("08:03"))
  }

  @Test func `a choice of language is kept for one visitor`() throws {
    let kiosk = try DoorKiosk()

    let page = try kiosk.respond("GET", "/?lang=en")

    let cookie = try #require(page.headers["Set-Cookie"])
    #expect(cookie.contains("lang=en"))
    #expect(cookie.contains("Max-Age=600"))
    #expect(cookie.contains("SameSite=Strict"))
  }

  @Test func `a choice of contrast is kept for one visitor`() throws {
    let kiosk = try DoorKiosk()

    let page = try kiosk.respond("GET", "/?contrast=high")

    let cookie = try #require(page.headers["Set-Cookie"])
    #expect(cookie.contains("contrast=high"))
    #expect(cookie.contains("Max-Age=600"))
  }

  @Test func `results are heard unless the centre wants it quiet`() throws {
    let loud = try DoorKiosk().respond("GET", "/")
    let quiet = try DoorKiosk(configuration: "[checkIn]\nhasSounds = false\n").respond("GET", "/")

    #expect(loud.text.contains("data-sounds=\"1\""))
    #expect(!quiet.text.contains("data-sounds"))
  }

  @Test(
    arguments: [
      ("POST", "/check-in", "code=0000000013"), ("POST", "/check-in", "source=search&resident=1"),
      ("POST", "/undo", "visit=1"), ("POST", "/check-out", "visit=1"),
      ("POST", "/guest", "as=head"), ("POST", "/me", "key=x"), ("GET", "/search?name=do+thi", ""),
      ("GET", "/api/residents?name=do+thi", ""), ("POST", "/api/check-ins", "{}"),
    ])
  func `nobody else on the network writes visits or sees names`(
    _ method: String, _ target: String, _ body: String
  ) throws {
    let kiosk = try DoorKiosk()
    let open = try DoorKiosk(
      configuration: "[checkIn]\nisScreenLocal = false\nisAPILocal = false")

    let answer = try kiosk.respond(method, target, body, from: "192.168.1.20")
    let proxied = try kiosk.respond(
      method, target, body, headers: [Header("X-Forwarded-For", "192.168.1.20")])

    #expect(answer.status == .forbidden && proxied.status == .forbidden)
    #expect(!answer.text.contains("Hạnh"))
    #expect(try open.respond(method, target, body, from: "192.168.1.20").status != .forbidden)
  }

  @Test func `a kiosk that cannot save invites nobody`() throws {
    let kiosk = try DoorKiosk()
    kiosk.desk.hasFailedToSave.withLock { $0 = true }

    let page = try kiosk.respond("GET", "/")

    #expect(page.text.contains("class=\"idle closed\""))
    #expect(page.text.contains("Tạm dừng điểm danh"))
    #expect(page.text.contains("ghi tên vào sổ giấy"))
    #expect(!page.text.contains("Mời quét thẻ"))
  }

  @Test func `the first screen and all it loads weigh less than 100 kB`() throws {
    let kiosk = try DoorKiosk()

    let page = try kiosk.respond("GET", "/")
    var bytes = page.text.utf8.count
    var waiting = Set(page.text.matches(of: /(?:href|src)="(\/assets\/[^"#]+)/).map { $0.1 })
    waiting.formUnion(["in", "out", "attention", "error"].map { "/assets/door-\($0).wav" })
    var loaded: Set<Substring> = []
    while let path = waiting.popFirst() {
      loaded.insert(path)
      let asset = try kiosk.respond("GET", String(path))
      let sent = try kiosk.respond(
        "GET", String(path), headers: [Header("Accept-Encoding", "gzip, br")])
      #expect(sent.status == .ok)
      if case .bytes(let content) = sent.body { bytes += content.count }
      let imported = asset.text.matches(of: /from "\.(\/[a-z-]+\.js)"/).map { "/assets\($0.1)" }
      waiting.formUnion(Set(imported.map { $0[...] }).subtracting(loaded))
    }

    #expect(loaded.contains("/assets/door-screen.js"))
    #expect(bytes > 20_000)
    #expect(bytes < 100_000)
  }
}
