import Centre
import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// Somebody without a card at the check-in screen.
@Suite struct DoorGuestTests {
  private static let key = String(repeating: "a1", count: 16)

  private func post(_ door: DoorKiosk, _ body: String) throws -> Response {
    try door.respond("POST", "/guest", body)
  }

  @Test func `two screens lead from the first one to the record, by name`() throws {
    let door = try DoorKiosk()
    #expect(try door.respond("GET", "/").text.contains("href=\"/guest\""))

    let first = try door.respond("GET", "/guest").text
    for words in ["Ghi tên tôi", "Chỉ đếm một người", "máy giữ: họ tên", "Đổi ý lúc nào cũng được"]
    {
      #expect(first.contains(words), "\(words)")
    }
    #expect(!first.contains("checked"), "nothing is ticked beforehand")
    let key = try #require(first.firstMatch(of: /name="key" value="([0-9a-f]{32})"/)?.1)
    let second = try post(door, "key=\(key)&as=named").text
    #expect(second.contains("Họ và tên của bạn") && second.contains("value=\"\(key)\""))
    let third = try post(door, "key=\(key)&as=named&name=tran+van+ung&village=xom+2").text

    #expect(third.contains("class=\"result success\"") && third.contains("Đã điểm danh"))
    #expect(third.contains("Tran Van Ung") && third.contains("Kỹ thuật nuôi ốc nhồi"))
    #expect(!third.contains("/me"), "no own page without a scan")
    let guest = try #require(try door.desk.store.guests(limit: 5).first?.guest)
    #expect(guest.name == "Tran Van Ung" && guest.village == "Xom 2")
    let consent = try #require(try door.desk.store.consents(resident: guest.id).first)
    for words in ["Bạn chưa có thẻ?", "máy giữ: họ tên", "Ghi tên tôi"] {
      #expect(consent.text.text.contains(words), "\(words)")
    }
    #expect(consent.text.language == "vi")
  }

  @Test func `who wants no name is counted with one touch, and nothing is asked`() throws {
    let door = try DoorKiosk()

    let page = try post(door, "key=\(Self.key)&as=head").text

    #expect(page.contains("Đã đếm một người") && page.contains("Máy không giữ gì về bạn"))
    #expect(!page.contains("Năm nay đã học"))
    #expect(try door.desk.store.guestCounts() == (0, 1))
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let body: String
    var status = 200
    var contains: [String] = []
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a letter without JavaScript", body: "key=\(key)&as=named&name=tr&press=a",
      contains: ["value=\"tra\""]),
    Case(
      name: "no letters", body: "key=\(key)&as=named&name=1",
      contains: ["Mời gõ họ và tên của bạn", "value=\"1\""]),
    Case(name: "an empty name", body: "key=\(key)&as=named&name=", contains: ["chỉ dùng chữ cái"]),
    Case(name: "no key", body: "as=head", status: 303),
    Case(name: "a short key", body: "key=a1&as=head", status: 303),
    Case(name: "no choice", body: "key=\(key)", status: 303),
    Case(name: "another choice", body: "key=\(key)&as=king", status: 303),
    Case(
      name: "a session that is not open", body: "key=\(key)&as=head&session=2026-0099", status: 404),
  ]

  @Test(arguments: cases)
  func `what is not yet a guest writes nothing`(_ item: Case) throws {
    let door = try DoorKiosk()
    let size = try door.desk.store.logSize()

    let answer = try post(door, item.body)

    #expect(answer.status.code == item.status)
    for words in item.contains { #expect(answer.text.contains(words), "\(words)") }
    #expect(try door.desk.store.logSize() == size)
  }

  @Test func `a form of another site is refused`() throws {
    let door = try DoorKiosk()
    let headers = [Header("Sec-Fetch-Site", "cross-site")]
    for target in ["/guest", "/me"] {
      let answer = try door.respond("POST", target, "key=\(Self.key)&as=head", headers: headers)
      #expect(answer.status == .forbidden)
    }
  }

  @Test func `several open sessions ask the guest too, and the name comes along`() throws {
    let door = try DoorKiosk()
    let second = try DoorKiosk.openSession("Câu lạc bộ đọc sách", in: door.desk)
    let body = "key=\(Self.key)&as=named&name=tran+van+ung&village="

    let choice = try post(door, body).text
    #expect(choice.contains("action=\"/guest\"") && choice.contains("value=\"tran van ung\""))
    let page = try post(door, "\(body)&session=\(second.code)").text

    #expect(page.contains("Câu lạc bộ đọc sách") && page.contains("class=\"result success\""))
  }

  @Test func `the form sent again, after a refresh too, is the same guest`() throws {
    let door = try DoorKiosk()
    let body = "key=\(Self.key)&as=named&name=tran+van+ung"
    _ = try post(door, body)

    let again = try post(door, body).text

    #expect(again.contains("class=\"result again\""))
    #expect(try door.desk.store.guestCounts().named == 1)
  }

  @Test func `taken back, the name is nowhere any more, and the form brings nobody back`() throws {
    let door = try DoorKiosk()
    let body = "key=\(Self.key)&as=named&name=tran+quynh+xuyen"
    let page = try post(door, body).text
    let visit = try #require(page.firstMatch(of: /name="visit" value="(\d+)"/)?.1)

    let undone = try door.respond("POST", "/undo", "visit=\(visit)").text

    #expect(undone.contains("Đã bỏ lượt vừa rồi"))
    #expect(try door.desk.store.guests(limit: 5).isEmpty)
    #expect(try door.desk.findResidents("quynh xuyen").isEmpty)
    #expect(try door.desk.forgetIfDue(), "the disk worker does the rest, whoever reads meanwhile")
    #expect(Files.exists("\(door.folder)/erased"))
    let again = try post(door, body)
    #expect(again.status == .seeOther && again.headers["Location"] == "/")
  }

  @Test func `hidden names stay hidden for guests`() throws {
    let door = try DoorKiosk(configuration: "[checkIn]\nhidesNames = true")

    let page = try post(door, "key=\(Self.key)&as=named&name=tran+van+ung").text

    #expect(page.contains("Xin chào") && !page.contains("Tran Van Ung"))
  }
}
