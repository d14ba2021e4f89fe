import Centre
import HTTP
import Store
import Testing

@testable import Kiosk

/// Editing sessions and finishing courses at the desk.
@Suite struct DeskRoomsSessionTests {
  private static let form = [
    "courseCode": "CD-001", "title": "Chọn giống lúa", "day": "29/03/2026", "start": "13:30",
    "end": "15:30", "hours": "1,5", "place": "Nhà văn hóa xóm 5", "organiser": "Hội Nông dân",
    "speaker": "Bà Lan", "partner": "Trạm khuyến nông",
  ]

  @Test func `a session's form shows what is recorded and takes every change`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    _ = try bed.addCourse()
    let path = "/desk/sessions/2026-0001"

    let page = try bed.get("\(path)/edit", as: .clerk).text
    let saved = try bed.post(path, Self.form, as: .clerk)

    for text in ["Sửa buổi học", "value=\"28/03/2026\"", "value=\"07:00\"", "xóm 3"] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("readonly"))
    #expect(saved.headers["Location"] == path)
    let session = try #require(try bed.desk.store.session(code: "2026-0001"))
    #expect(session.title == "Chọn giống lúa")
    #expect(session.day == Day(iso: "2026-03-29"))
    #expect(TimeOfDay.text(wallMilliseconds: session.startMilliseconds) == "13:30")
    #expect(TimeOfDay.text(wallMilliseconds: session.endMilliseconds) == "15:30")
    #expect(session.hoursTenths == 15)
    #expect(
      [session.place, session.organiser, session.speaker, session.partner]
        == ["Nhà văn hóa xóm 5", "Hội Nông dân", "Bà Lan", "Trạm khuyến nông"])
    #expect(try bed.get(path, as: .clerk).text.contains("\(path)/edit"))
    #expect(try !bed.get(path, as: .viewer).text.contains("\(path)/edit\""))
    #expect(try bed.get("\(path)/edit", as: .viewer).status == .forbidden)
  }

  @Test func `a session with visits keeps its day and course, in words`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let resident = try bed.addResident("Đỗ Thị Hạnh")
    let (_, session) = try bed.addCourse()
    try bed.desk.setRoll(session: session.code, resident: resident.id, isPresent: true)
    let path = "/desk/sessions/\(session.code)"
    var form = Self.form
    form["courseCode"] = ""

    let page = try bed.get("\(path)/edit", as: .clerk).text
    let refused = try bed.post(path, form, as: .clerk)
    form["courseCode"] = "CD-001"
    form["day"] = "28/03/2026"
    let saved = try bed.post(path, form, as: .clerk)

    #expect(page.contains("readonly"))
    #expect(page.contains("Đã có người điểm danh nên giữ nguyên"))
    #expect(!page.contains("Không thuộc chuyên đề nào"))
    #expect(refused.status == .unprocessableContent)
    #expect(refused.text.contains("buổi học giữ nguyên ngày"))
    #expect(refused.text.contains("buổi học giữ nguyên chuyên đề"))
    #expect(refused.text.contains("value=\"28/03/2026\""))
    #expect(saved.status == .seeOther)
    #expect(try bed.desk.store.session(code: session.code)?.title == "Chọn giống lúa")
  }

  @Test func `a closed session is not edited`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (_, session) = try bed.addCourse()
    _ = try bed.desk.closeSession(session.code)
    let path = "/desk/sessions/\(session.code)"

    let page = try bed.get("\(path)/edit", as: .clerk)
    let response = try bed.post(path, Self.form, as: .clerk)

    for answer in [page, response] {
      #expect(answer.status == .unprocessableContent)
      #expect(answer.text.contains("Buổi học đã đóng"))
    }
    #expect(try !bed.get(path, as: .clerk).text.contains("\(path)/edit"))
    #expect(try bed.desk.store.session(code: session.code) != nil)
    #expect(try bed.get("/desk/sessions/2026-0099/edit", as: .clerk).status == .notFound)
  }

  @Test func `a finished course takes no sessions, and its certificates are still issued`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hạnh")
    let path = "/desk/courses/\(course.code)"
    #expect(try bed.get(path, as: .clerk).text.contains("Kết thúc chuyên đề này"))
    #expect(try !bed.get(path, as: .viewer).text.contains("Kết thúc chuyên đề này"))

    let closed = try bed.post("\(path)/close", ["sure": "yes"], as: .clerk)
    let page = try bed.get(path, as: .clerk).text
    let session = try bed.post("/desk/sessions", Self.form, as: .clerk)
    let issued = try bed.post(
      "\(path)/certificates", ["resident": "\(resident.id)"], as: .clerk)

    #expect(closed.headers["Location"] == path)
    #expect(try bed.desk.store.course(code: course.code)?.isClosed == true)
    #expect(page.contains("Chuyên đề đã kết thúc"))
    #expect(!page.contains("Kết thúc chuyên đề này"))
    #expect(!page.contains("/desk/sessions/new"))
    #expect(session.status == .unprocessableContent)
    #expect(session.text.contains("Chuyên đề này đã kết thúc"))
    #expect(issued.headers["Location"]?.hasPrefix("/desk/certificates/") == true)
  }

  @Test func `a session moves into a course that runs, never into a finished one`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (course, _) = try bed.addCourse()
    let form = ["title": "Họp", "day": "28/03/2026", "start": "08:00", "end": "09:00"]
    _ = try bed.post("/desk/sessions", form, as: .clerk)
    _ = try bed.desk.closeCourse(course.code)

    let moved = try bed.post("/desk/sessions/2026-0002", Self.form, as: .clerk)
    let own = try bed.post("/desk/sessions/2026-0001", Self.form, as: .clerk)

    #expect(moved.text.contains("Chuyên đề này đã kết thúc"))
    #expect(own.status == .seeOther)
  }

  @Test func `a roll of hundreds of people is taken, one beyond its limit is refused`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (_, session) = try bed.addCourse()
    let login = try bed.session(.clerk)
    let mark = { (people: Int) throws -> Response in
      let marks = (1...people).map { "was=\($0)&present=\($0)" }.joined(separator: "&")
      let headers: Headers = [
        "Cookie": "desk=\(login.token)", "Content-Type": "application/x-www-form-urlencoded",
      ]
      return bed.router.respond(
        to: try Request(
          method: "POST", target: "/desk/sessions/\(session.code)/roll", headers: headers,
          body: Array("csrf=\(login.csrf)&\(marks)".utf8)))
    }

    #expect(try mark(400).status == .seeOther)
    #expect(try mark(1_000).status != .seeOther)
  }
}
