import Centre
import HTTP
import Store
import Testing

@testable import Kiosk

/// What forms do with good and bad input: nothing typed is lost, every problem stands at its field.
@Suite struct DeskRoomsFormTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let target: String
    let form: [String: String]
    let contains: [String]
    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(
      name: "a resident without a name", target: "/desk/residents",
      form: ["name": " ", "village": "Xóm 3"],
      contains: ["Hãy nhập họ và tên", "Xóm 3", "aria-invalid"]),
    Case(
      name: "a birth date that no calendar has", target: "/desk/residents",
      form: ["name": "Đỗ An", "birth": "31/02/1985"],
      contains: ["không có thật", "31/02/1985", "Đỗ An"]),
    Case(
      name: "a birth date in the future", target: "/desk/residents",
      form: ["name": "Đỗ An", "birth": "01/01/2030"], contains: ["01/01/2030", "Ngày sinh"]),
    Case(
      name: "11 digits of an identity number", target: "/desk/residents",
      form: ["name": "Đỗ An", "identityNumber": "03708500123"],
      contains: ["cần đúng 12 chữ số", "03708500123"]),
    Case(
      name: "a name with U+FFFD", target: "/desk/residents",
      form: ["name": "Nguy\u{FFFD}n"], contains: ["ký tự lạ hoặc bị lỗi"]),
    Case(
      name: "a name in another script", target: "/desk/residents",
      form: ["name": "阮文安"], contains: ["ký tự lạ hoặc bị lỗi", "阮文安"]),
    Case(
      name: "a name that is too long", target: "/desk/residents",
      form: ["name": String(repeating: "An ", count: 60)], contains: ["Dài quá 80 ký tự"]),
    Case(
      name: "markup in a field that comes back", target: "/desk/residents",
      form: ["name": "", "village": "\"><script>x"],
      contains: ["&quot;&gt;&lt;script&gt;x"]),
    Case(
      name: "an empty scan", target: "/desk/residents", form: ["do": "read", "scan": "  "],
      contains: ["Chưa có nội dung để đọc"]),
    Case(
      name: "a scan of 11 digits", target: "/desk/residents",
      form: ["do": "read", "scan": "03708500123|1|A B|05031985|Nam|X|12082021"],
      contains: ["11 chữ số"]),
    Case(
      name: "a scan with an impossible date", target: "/desk/residents",
      form: ["do": "read", "scan": "037085001234||Đỗ An|31021985|Nam|X|12082021"],
      contains: ["Ngày 31/02/1985 "]),
    Case(
      name: "a scan of something else", target: "/desk/residents",
      form: ["do": "read", "scan": "https://example.vn", "phone": "0912"],
      contains: ["example.vn\"", "0912", "không phải mã thẻ"]),
    Case(
      name: "a forbidden title", target: "/desk/courses",
      form: [
        "title": "Chứng chỉ tin học", "group": "other", "hours": "10", "requiredSessions": "5",
      ],
      contains: ["không được có “chứng chỉ”", "Chứng chỉ tin học", "value=\"other\" selected"]),
    Case(
      name: "an empty course", target: "/desk/courses", form: [:],
      contains: ["Hãy nhập tên chuyên đề", "Hãy chọn nhóm chương trình"]),
    Case(
      name: "numbers that are none", target: "/desk/courses",
      form: ["title": "Tin học", "group": "other", "hours": "mười", "requiredSessions": "-1"],
      contains: ["12 hoặc 12,5", "số nguyên", "mười"]),
    Case(
      name: "a session that ends before it starts", target: "/desk/sessions",
      form: ["title": "Họp", "day": "28/03/2026", "start": "10:00", "end": "08:00"],
      contains: ["phải sau giờ bắt đầu", "Họp"]),
    Case(
      name: "a session on a day that is none", target: "/desk/sessions",
      form: ["title": "Họp", "day": "32/03/2026", "start": "8 giờ", "end": "25:00"],
      contains: ["32/03/2026", "Giờ viết sai", "8 giờ", "25:00"]),
    Case(
      name: "an edited session that ends before it starts", target: "/desk/sessions/2026-0001",
      form: ["title": "Họp", "day": "28/03/2026", "start": "10:00", "end": "08:00"],
      contains: ["phải sau giờ bắt đầu", "Họp", "Sửa buổi học"]),
    Case(
      name: "an edited session in another year", target: "/desk/sessions/2026-0001",
      form: ["title": "Họp", "day": "02/01/2027", "start": "08:00", "end": "10:00"],
      contains: ["gắn với năm 2026", "02/01/2027"]),
    Case(
      name: "a finished course without a confirmation", target: "/desk/courses/CD-001/close",
      form: [:], contains: ["đánh dấu xác nhận", "id=\"close\" open"]),
    Case(
      name: "a session of an unknown course", target: "/desk/sessions",
      form: ["courseCode": "X", "day": "28/03/2026", "start": "08:00", "end": "09:00"],
      contains: ["Không có chuyên đề này"]),
  ])
  func `a form that cannot be taken comes back whole`(item: Case) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    _ = try bed.addCourse()
    let before = try bed.desk.store.logSize()

    let response = try bed.post(item.target, item.form, as: .clerk)

    #expect(response.status == .unprocessableContent)
    for text in item.contains { #expect(response.text.contains(text), "\(text)") }
    #expect(!response.text.contains("<script>x"))
    #expect(try bed.desk.store.logSize() == before)
  }

  @Test func `an identity card fills the form and is not kept`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let scan = "037085001234|161234567|Nguyễn Thị Hoà|05031985|Nữ|Xóm 3, Gia Hòa|12082021"

    let response = try bed.post("/desk/residents", ["do": "read", "scan": scan], as: .clerk)

    #expect(response.status == .ok)
    let values = ["Nguyễn Thị Hoà", "05/03/1985", "value=\"female\" selected", "Xóm 3, Gia Hòa"]
    for text in values { #expect(response.text.contains(text), "\(text)") }
    #expect(!response.text.contains("161234567"))
    #expect(try bed.desk.store.residentCount() == 0)
  }

  @Test func `a body that is no form is 415 and a flawed one is 400`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let cookie = "desk=\(try bed.session(.clerk).token)"
    let send = { (type: String, body: String) in
      bed.router.respond(
        to: try Request(
          method: "POST", target: "/desk/residents",
          headers: ["Cookie": cookie, "Content-Type": type], body: Array(body.utf8)))
    }

    #expect(try send("application/json", "{}").status == .unsupportedMediaType)
    #expect(
      try send("application/x-www-form-urlencoded", "name=%ZZ").status == .badRequest)
  }

  @Test func `the roll keeps check-ins made after the page was drawn`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (_, session) = try bed.addCourse()
    let early = try bed.addResident("Đỗ Sớm")
    let wrong = try bed.addResident("Đỗ Nhầm")
    let late = try bed.addResident("Đỗ Muộn")
    for resident in [early, wrong, late] {
      try bed.desk.setRoll(session: session.code, resident: resident.id, isPresent: true)
    }
    let path = "/desk/sessions/\(session.code)/roll"
    let token = try bed.session(.clerk)
    let body = "csrf=\(token.csrf)&was=\(early.id)&was=\(wrong.id)&present=\(early.id)"

    let response = bed.router.respond(
      to: try Request(
        method: "POST", target: path,
        headers: [
          "Cookie": "desk=\(token.token)", "Content-Type": "application/x-www-form-urlencoded",
        ], body: Array(body.utf8)))

    #expect(response.status == .seeOther)
    let present = try bed.desk.roll(session: session.code).filter { $0.visitId != nil }
    #expect(Set(present.map(\.resident.id)) == [early.id, late.id])
  }

  @Test func `nobody is marked at a session that was never open`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let resident = try bed.addResident("Đỗ An")
    let form = ["title": "Họp", "day": "28/03/2026", "start": "08:00", "end": "09:00"]
    _ = try bed.post("/desk/sessions", form, as: .clerk)

    let response = try bed.post(
      "/desk/sessions/2026-0001/roll", ["present": "\(resident.id)"], as: .clerk)

    #expect(response.status == .unprocessableContent)
    #expect(response.text.contains("Buổi học chưa mở"))
  }
}
