import Centre
import HTTP
import Store
import Testing

@testable import Kiosk

/// The paper list of a session and entering it. It is 08:00; the session is from 07:00 to 09:00.
@Suite struct DeskRoomsPaperTests {
  private let bed: DeskRoomsBed
  private let session: Session
  private let path: String

  init() throws {
    bed = try DeskRoomsBed()
    try bed.addUsers()
    session = try bed.addCourse().1
    path = "/desk/sessions/\(session.code)/paper"
  }

  private func enter(_ fields: [String: String], as role: Role = .clerk) throws -> Response {
    try bed.post("\(path)/entry", fields, as: role)
  }

  private func page(_ query: String = "") throws -> String {
    try bed.get("\(path)/entry\(query)", as: .clerk).text
  }

  @Test func `the session's page leads to the list and to its entry`() throws {
    let page = try bed.get("/desk/sessions/\(session.code)", as: .clerk).text

    #expect(page.contains("href=\"\(path)\""))
    #expect(page.contains("href=\"\(path)/entry\""))
    #expect(
      try !bed.get("/desk/sessions/\(session.code)", as: .viewer).text.contains("\(path)/entry"))
  }

  @Test func `a list is chosen by course, by village or of everybody`() throws {
    for (name, village) in [("Đỗ Thị Hạnh", "Xóm 3"), ("Trần Văn Ứng", "Xóm 2 & 4")] {
      var form = ResidentForm()
      form.name = name
      form.village = village
      _ = try bed.desk.addResident(form)
    }

    let page = try bed.get(path, as: .viewer).text
    let pdf = try bed.get("\(path)/list.pdf?who=all&blanks=5", as: .viewer)
    let village = try bed.get(
      "\(path)/list.pdf?who=\(Link.encoded("village:Xóm 2 & 4"))&blanks=0", as: .viewer)
    let nobody = try bed.get("\(path)/list.pdf?who=course&blanks=0", as: .viewer)

    #expect(page.contains("Xóm 2 &amp; 4 (1 người)"))
    #expect(page.contains("value=\"all\" selected"))
    #expect(pdf.headers["Content-Type"] == "application/pdf")
    #expect(village.headers["Content-Type"] == "application/pdf")
    #expect(nobody.status == .unprocessableContent)
    #expect(nobody.text.contains("Chưa có ai để in."))
  }

  @Test func `codes are entered, repeats and unknown ones are said, and a reload enters nothing`()
    throws
  {
    let one = try bed.addResident("Đỗ Thị Hạnh")

    let first = try enter(["code": one.cardDigits, "time": "07:10"])
    _ = try enter(["code": one.cardDigits, "time": "07:10"])
    _ = try enter(["code": CardCode(sequence: 77_777).digits])
    _ = try enter(["code": "037085009999"])
    _ = try enter(["code": "abc"])
    _ = try enter(["code": "  "])
    let page = try page("?time=07:10")
    let again = try self.page()

    #expect(first.status.code == 303)
    #expect(first.headers["Location"] == "\(path)/entry?time=07%3A10")
    for words in [
      "1 người được nhập từ giấy", "Đỗ Thị Hạnh", "Đã ghi", "Đã có", "07:10",
      CardCode(sequence: 77_777).spaced, "Mã chưa gắn với ai", "…9999", "Không phải mã thẻ",
      "value=\"07:10\"",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(!page.contains("037085009999"))
    #expect(again.contains("1 người được nhập từ giấy"))
    let roll = try bed.desk.roll(session: session.code)
    #expect(roll.map(\.source) == [.paper])
  }

  @Test(arguments: ["]C0", "\u{2}", "A"])
  func `what a scanner says before the code is no part of it`(_ prefix: String) throws {
    let one = try bed.addResident("Đỗ Thị Hạnh")

    _ = try enter(["code": prefix + one.cardDigits])

    #expect(try bed.desk.roll(session: session.code).map(\.resident.id) == [one.id])
  }

  @Test func `the roll and the resident's page say that it was entered from paper`() throws {
    let one = try bed.addResident("Đỗ Thị Hạnh")
    _ = try enter(["code": one.cardDigits])

    let roll = try bed.get("/desk/sessions/\(session.code)", as: .clerk).text
    let resident = try bed.get("/desk/residents/\(one.id)", as: .clerk).text

    #expect(roll.contains("khoảng 07:00 <span class=\"desk-tag\">từ giấy</span>"))
    #expect(resident.contains("khoảng 07:00"))
  }

  @Test(arguments: [("25:00", "Giờ viết sai."), ("08:30", "Giờ này chưa tới, bây giờ mới 08:00.")])
  func `a wrong time is named, and the code waits in its field`(time: String, says: String) throws {
    let one = try bed.addResident("Đỗ Thị Hạnh")

    let response = try enter(["code": one.cardDigits, "time": time])

    #expect(response.status == .unprocessableContent)
    #expect(response.text.contains(says))
    #expect(response.text.contains("value=\"\(one.cardDigits)\""))
    #expect(try bed.desk.roll(session: session.code).isEmpty)
  }

  @Test func `a closed session takes paper, and an entry is taken back`() throws {
    let one = try bed.addResident("Đỗ Thị Hạnh")
    _ = try bed.desk.closeSession(session.code)
    _ = try enter(["code": one.cardDigits])
    let visit = try #require(try bed.desk.roll(session: session.code).first?.visitId)

    let response = try bed.post("\(path)/take-back", ["visit": "\(visit)"], as: .clerk)
    let page = try page()

    #expect(response.headers["Location"] == "\(path)/entry")
    #expect(page.contains("0 người được nhập từ giấy"))
    #expect(page.contains("Chưa nhập ai"))
    #expect(try bed.desk.roll(session: session.code).isEmpty)
    _ = try enter(["code": one.cardDigits])
    #expect(try bed.desk.roll(session: session.code).count == 1)
  }

  @Test func `somebody in a blank row is found by name and entered`() throws {
    let one = try bed.addResident("Đỗ Thị Hạnh")

    let found = try page("?q=do%20thi%20hanh")
    _ = try enter(["resident": "\(one.id)"])

    #expect(found.contains("name=\"resident\" value=\"\(one.id)\""))
    #expect(try bed.desk.roll(session: session.code).map(\.source) == [.paper])
  }

  @Test func `only those who may write enter, and self-study has no list`() throws {
    let one = try bed.addResident("Đỗ Thị Hạnh")

    #expect(try bed.get("\(path)/entry", as: .viewer).status == .forbidden)
    #expect(try enter(["code": one.cardDigits], as: .association).status == .forbidden)
    #expect(try bed.get("/desk/sessions/2026-0099/paper", as: .clerk).status == .notFound)
    _ = try bed.desk.closeSession(session.code)
    _ = try bed.desk.checkIn(resident: one.id, source: .search)
    let study = try #require(
      try bed.desk.store.sessions(on: Day(daysSince1970: 20_540)).first { $0.isSelfStudy })
    #expect(
      try bed.get("/desk/sessions/\(study.code)/paper", as: .clerk).status == .notFound)
  }
}
