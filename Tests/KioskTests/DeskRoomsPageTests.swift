import Centre
import Foundation
import HTTP
import Store
import Testing

@testable import Kiosk

/// Every page of the desk, asked for as a browser would.
@Suite struct DeskRoomsPageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var role = Role.clerk
    let target: String
    var status = 200
    var contains: [String] = []
    var omits: [String] = []
    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(
      name: "today counts turns and people and lists who is present", target: "/desk",
      contains: ["lượt người học", "Đỗ Thị Hạnh", "Đang mở", "Thứ Bảy, 28/03/2026", "Đã ghi"]),
    Case(
      name: "residents are listed with their cards", target: "/desk/residents",
      contains: ["Đỗ Thị Hạnh", "0000 0000 1", "05/03/1985", "2 người dân trong sổ"]),
    Case(
      name: "a name is found without marks", target: "/desk/residents?q=do+thi+hanh",
      contains: ["Tìm thấy 1 người", "Đỗ Thị Hạnh"], omits: ["Trần"]),
    Case(
      name: "nobody found says what to do", target: "/desk/residents?q=khongcoai",
      contains: ["Không tìm thấy ai", "thêm người này vào sổ"]),
    Case(
      name: "a query is shown as text", target: "/desk/residents?q=%3Cscript%3Ealert",
      contains: ["&lt;script&gt;alert"], omits: ["<script>alert"]),
    Case(
      name: "a village is shown as text", target: "/desk/residents/2",
      contains: ["&lt;script&gt;x"], omits: ["<script>x"]),
    Case(
      name: "a resident's page sums the visits", target: "/desk/residents/1",
      contains: ["lượt trong năm 2026", "Kỹ thuật trồng lúa", "In thẻ (PDF)", "Số cuối 1234"]),
    Case(
      name: "an unknown resident is a page in words", target: "/desk/residents/99", status: 404,
      contains: ["Không có người dân này"]),
    Case(name: "a resident that is no number", target: "/desk/residents/abc", status: 404),
    Case(
      name: "courses are listed with their group", target: "/desk/courses",
      contains: ["Kỹ thuật trồng lúa", "Phát triển kinh tế", "CD-001"]),
    Case(
      name: "a course shows its sessions", target: "/desk/courses/CD-001",
      contains: ["28/03/2026", "07:00–09:00", "Nhà văn hóa xóm 3", "Cần dự ít nhất 1 buổi, 2 giờ"]),
    Case(name: "an unknown course", target: "/desk/courses/CD-999", status: 404),
    Case(
      name: "today's sessions", target: "/desk/sessions",
      contains: ["Buổi học ngày Thứ Bảy, 28/03/2026", "Kỹ thuật trồng lúa"]),
    Case(
      name: "a day without sessions says what to do", target: "/desk/sessions?day=01/01/2026",
      contains: ["Ngày 01/01/2026 không có buổi học", "Thêm buổi học"]),
    Case(
      name: "an impossible day keeps what was typed", target: "/desk/sessions?day=30/02/2026",
      status: 422, contains: ["30/02/2026", "không có thật"]),
    Case(
      name: "the roll shows who is there", target: "/desk/sessions/2026-0001",
      contains: ["1 có mặt trên 1 người", "Đỗ Thị Hạnh", "08:00", "checked", "Lưu điểm danh"]),
    Case(
      name: "the roll for a reader has no button", role: .viewer,
      target: "/desk/sessions/2026-0001", contains: ["disabled"], omits: ["Lưu điểm danh"]),
    Case(name: "an unknown session", target: "/desk/sessions/2026-9999", status: 404),
    Case(
      name: "certificates by course", target: "/desk/certificates",
      contains: ["Xét cấp theo chuyên đề", "Năm 2026 chưa cấp giấy chứng nhận nào"]),
    Case(
      name: "why somebody is not eligible", target: "/desk/courses/CD-001/certificates",
      contains: ["Chưa đủ điều kiện", "còn một buổi học đang mở"]),
    Case(name: "an unknown certificate", target: "/desk/certificates/1", status: 404),
    Case(
      name: "an empty register says what to do", target: "/desk/register",
      contains: ["Sổ cấp giấy chứng nhận năm 2026", "Năm 2026 chưa cấp"]),
    Case(
      name: "a year out of reach is this year's", target: "/desk/register?year=99999999999",
      contains: ["năm 2026"]),
    Case(
      name: "the books balance", target: "/desk/transfers",
      contains: ["tỉnh đã xác nhận", "chưa ghi danh", "<span>enrol</span>", "14464-1"]),
    Case(
      name: "the director sees the users", role: .director, target: "/desk/users",
      contains: ["Cán bộ trung tâm", "Hội Khuyến học"]),
    Case(
      name: "the director sees one user", role: .director, target: "/desk/users/2",
      contains: ["Đặt mật khẩu mới", "Tắt tài khoản này", "Được đăng nhập"]),
    Case(name: "an unknown user", role: .director, target: "/desk/users/99", status: 404),
    Case(
      name: "one's own account", role: .viewer, target: "/desk/account",
      contains: ["Mật khẩu đang dùng", "Người xem"]),
    Case(name: "an empty print queue", target: "/desk/prints", contains: ["Máy in", "printed"]),
    Case(
      name: "the director sees the settings", role: .director, target: "/desk/settings",
      contains: ["passwordLength", "centre.code"]),
    Case(
      name: "the desk speaks English when asked", target: "/desk?lang=en",
      contains: ["lang=\"en\"", "Today", "people"], omits: ["Hôm nay"]),
    Case(
      name: "a session's form takes over the course's last session",
      target: "/desk/sessions/new?course=CD-001",
      contains: ["Nhà văn hóa xóm 3", "value=\"07:00\"", "value=\"CD-001\" selected"]),
    Case(
      name: "cards without a choice", target: "/desk/residents/cards.pdf", status: 422,
      contains: ["chọn ít nhất một người"]),
  ])
  func `pages show what is stored`(item: Case) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    var form = ResidentForm()
    form.name = "Đỗ Thị Hạnh"
    form.birth = "05/03/1985"
    form.identityNumber = "037085001234"
    _ = try bed.desk.addResident(form)
    form = ResidentForm()
    form.name = "Trần Văn Ứng"
    form.village = "<script>x"
    _ = try bed.desk.addResident(form)
    let (_, session) = try bed.addCourse()
    try bed.desk.setRoll(session: session.code, resident: 1, isPresent: true)

    let response = try bed.get(item.target, as: item.role)

    #expect(response.status.code == item.status)
    for text in item.contains { #expect(response.text.contains(text), "\(text)") }
    for text in item.omits { #expect(!response.text.contains(text), "\(text)") }
    #expect(response.headers["Cache-Control"] == "no-store")
    #expect(
      !response.text.contains(">desk.") || item.target == "/desk/settings", "a text is missing")
    #expect(!response.text.contains("{{"))
    let ids = response.text.components(separatedBy: " id=\"").dropFirst()
      .map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count, "an id stands twice")
  }

  @Test func `an identity number is never shown`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let scan = "037085001234|161234567|Nguyễn Thị Hoà|05031985|Nữ|Xóm 3, Gia Viễn|12082021"
    _ = try bed.post("/desk/residents", ["do": "read", "scan": scan], as: .clerk)
    var form = try bed.desk.residentForm(scanned: scan)
    form.phone = "0912 345 678"
    _ = try bed.desk.addResident(form)

    for path in ["/desk/residents", "/desk/residents/1", "/desk/residents/1/edit"] {
      #expect(try !bed.get(path, as: .director).text.contains("037085001234"))
    }
  }

  @Test func `cards are one PDF`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    _ = try bed.addResident("Đỗ Thị Hạnh")
    _ = try bed.addResident("Lê Văn Ước")

    let response = try bed.get("/desk/residents/cards.pdf?id=1&id=2&id=2&id=77", as: .viewer)

    #expect(response.status == .ok)
    #expect(response.headers["Content-Type"] == "application/pdf")
    #expect(response.text.hasPrefix("%PDF"))
  }

  @Test func `a message is shown once and only in our own words`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let form = [
      "title": "Lớp <b>tin học", "group": "other", "hours": "2", "requiredSessions": "1",
    ]
    let saved = try bed.post("/desk/courses", form, as: .clerk)
    let cookie = try #require(saved.setCookies["desk-flash"]?.split(separator: ";").first)

    let shown = try bed.get("/desk/courses", as: .clerk, cookies: ["desk-flash=\(cookie)"])
    let forged = try bed.get("/desk", as: .clerk, cookies: ["desk-flash=3c623e"])

    #expect(shown.text.contains("Đã thêm chuyên đề “Lớp &lt;b&gt;tin học”"))
    #expect(shown.setCookies["desk-flash"]?.contains("Max-Age=0") == true)
    #expect(forged.status == .ok)
    #expect(!forged.text.contains("role=\"status\""))
  }
}
