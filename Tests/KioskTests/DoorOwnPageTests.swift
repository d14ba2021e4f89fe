import Centre
import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// A resident's own page: only after a scan, only here, once.
@Suite struct DoorOwnPageTests {
  private func scan(
    _ door: DoorKiosk, source: String = "wedge", from address: String = "127.0.0.1"
  ) throws -> Response {
    try door.respond(
      "POST", "/check-in", "code=\(door.resident.cardDigits)&source=\(source)", from: address)
  }

  private func key(_ page: Response) -> String? {
    page.text.firstMatch(of: /name="key" value="([\w-]{22})"/).map { String($0.1) }
  }

  private func own(_ door: DoorKiosk, _ key: String, _ more: String = "") throws -> Response {
    try door.respond("POST", "/me", "key=\(key)\(more)")
  }

  @Test func `a scan's result leads to the page, which shows the year`() throws {
    let door = try DoorKiosk()

    let answer = try own(door, try #require(key(try scan(door))))

    #expect(answer.headers["Cache-Control"] == "no-store")
    for words in [
      "Sổ học của bạn", "Đỗ Thị Hạnh", "lượt học năm 2026", "1/5 buổi, 2,5/12,5 giờ",
      "còn 4 buổi nữa", "Công dân học tập", "A1–A4", "B5", "1 buổi học, 2,5 giờ",
      "Máy chỉ nêu minh chứng, không chấm điểm", "Chưa có giấy chứng nhận nào",
      "2 ngày làm việc", "chưa về",
    ] {
      #expect(answer.text.contains(words), "\(words)")
    }
    #expect(!answer.text.contains(door.resident.pseudonym) && !answer.text.contains("0912345678"))
    #expect(!answer.text.contains(door.resident.cardDigits))
    #expect(!answer.text.contains("{{"))
  }

  @Test func `typed numbers and a name search lead to none`() throws {
    let door = try DoorKiosk()

    #expect(key(try scan(door, source: "keypad")) == nil)
    #expect(key(try scan(door, source: "")) == nil)
    let found = try door.respond(
      "POST", "/check-in", "resident=\(door.resident.id)&source=search")
    #expect(found.text.contains("class=\"result again\"") && key(found) == nil)
  }

  @Test func `another machine gets no key, whatever it says of a scan`() throws {
    let door = try DoorKiosk()

    #expect(key(try scan(door, from: "192.168.1.20")) == nil)
  }

  @Test func `a key is good once and for a minute, so that a refresh shows nothing`() throws {
    let door = try DoorKiosk()
    let first = try #require(key(try scan(door)))
    #expect(try own(door, first).text.contains("Đỗ Thị Hạnh"))
    #expect(try own(door, first).text.contains("Trang này đã đóng"))
    door.wait(seconds: 4)
    let third = try #require(key(try scan(door)))

    door.wait(seconds: 61)

    let late = try own(door, third).text
    #expect(third != first && late.contains("Trang này đã đóng") && !late.contains("Đỗ Thị Hạnh"))
    #expect(try own(door, "x").text.contains("Trang này đã đóng"))
    #expect(try door.respond("POST", "/me", "other=1").text.contains("Trang này đã đóng"))
    #expect(try door.respond("GET", "/me").status == .seeOther)
  }

  @Test func `the repeat and the check-out lead there too`() throws {
    let door = try DoorKiosk()
    _ = try scan(door)
    door.wait(seconds: 10)

    let again = try scan(door)
    let visit = try #require(again.text.firstMatch(of: /name="visit" value="(\d+)"/)?.1)
    let out = try door.respond(
      "POST", "/check-out", "visit=\(visit)&key=\(try #require(key(again)))")
    let page = try own(door, try #require(key(out)))

    #expect(out.text.contains("Đã ra về"))
    #expect(page.text.contains("về 08:02"))
    let plain = try door.respond("POST", "/check-out", "visit=\(visit)")
    #expect(plain.text.contains("Đã ra về") && key(plain) == nil)
  }

  @Test func `keys beyond the limit push out the oldest`() {
    let keys = OwnKeys()
    let first = keys.issue(resident: 1, seconds: 60, bootMilliseconds: 0)
    let all = (0..<256).map { keys.issue(resident: $0, seconds: 60, bootMilliseconds: 0) }

    #expect(keys.redeem(first, bootMilliseconds: 0) == nil)
    #expect(keys.redeem(all[255], bootMilliseconds: 60_000) == 255)
    #expect(keys.redeem(all[254], bootMilliseconds: 60_001) == nil)
    #expect(Set(all).count == 256)
  }

  @Test func `a forgotten check-out is shown as not recorded`() throws {
    let door = try DoorKiosk()
    _ = try scan(door)
    _ = try door.desk.closeSession(door.session.code)
    door.wait(seconds: 86_400)

    let page = try own(door, try #require(key(try scan(door))))

    #expect(page.text.contains("không ghi giờ về"))
    #expect(page.text.contains("Tự học"))
  }

  @Test func `whoever is erased has no page`() throws {
    let door = try DoorKiosk()
    let key = try #require(key(try scan(door)))
    _ = try door.desk.eraseResident(door.resident.id, reason: .request, by: nil)

    #expect(try own(door, key).text.contains("Trang này đã đóng"))
  }

  @Test func `a leaving after the session's time is refused in words and writes nothing`() throws {
    let door = try DoorKiosk()
    let visit = try #require(try scan(door).text.firstMatch(of: /name="visit" value="(\d+)"/)?.1)
    door.wait(seconds: 86_400)
    let size = try door.desk.store.logSize()

    let answer = try door.respond("POST", "/check-out", "visit=\(visit)")

    #expect(answer.status == .conflict && answer.text.contains("Không ghi giờ về"))
    #expect(try door.desk.store.logSize() == size)
  }
}
