import Centre
import HTTP
import Store
import Testing

@testable import Kiosk

/// The page on which the director tells the last certificate number.
@Suite struct DeskRoomsNumberTests {
  private static let page = "/desk/register/last-number"

  private func given() throws -> DeskRoomsBed {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    try bed.desk.keys.numbers.doubt(size: 0)
    return bed
  }

  @Test func `the desk says why nothing is issued and leads to the page`() throws {
    let bed = try given()
    let (_, course) = try bed.addGraduate("Đỗ Thị Hạnh")

    for place in ["/desk", "/desk/certificates"] {
      #expect(try bed.get(place, as: .director).text.contains("href=\"\(Self.page)\""), "\(place)")
    }
    let text = try bed.get("/desk/courses/\(course.code)/certificates", as: .clerk).text
    #expect(text.contains("có thể đã có những số giấy được cấp mà máy chưa biết"))
    #expect(try bed.get(Self.page, as: .clerk).text.contains("nhờ giám đốc"))
    #expect(try !bed.get(Self.page, as: .clerk).text.contains("name=\"last\""))
  }

  @Test func `the director alone may tell it, and then certificates are issued`() throws {
    let bed = try given()
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hạnh")
    for role in Role.allCases where role != .director {
      #expect(try bed.post(Self.page, ["last": "12"], as: role).status == .forbidden)
    }
    #expect(bed.desk.areNumbersUnsure)

    let wrong = try bed.post(Self.page, ["last": "\"><b>12"], as: .director)
    #expect(wrong.status == .unprocessableContent)
    #expect(wrong.text.contains("&quot;&gt;&lt;b&gt;12") && !wrong.text.contains("<b>12"))
    #expect(try bed.post(Self.page, ["last": "12"], as: .director).status == .seeOther)

    #expect(try bed.get(Self.page, as: .director).text.contains("không cần nhập gì"))
    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    guard case .issued(let certificate) = outcome else { throw Unexpected() }
    #expect(certificate.number == "14464-1-2026-000013")
    #expect(try bed.post(Self.page, ["last": "12"], as: .director).status == .unprocessableContent)
    #expect(try bed.desk.lastNumber()?.sequence == 13)
  }

  @Test func `where the paper goes further than the kiosk knows, the director may say so any time`()
    throws
  {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hạnh")
    let register = try bed.get("/desk/register", as: .clerk).text
    #expect(register.contains("href=\"\(Self.page)\""))
    #expect(try bed.get(Self.page, as: .clerk).text.contains("nhờ giám đốc"))

    #expect(try bed.post(Self.page, ["last": "22"], as: .director).status == .seeOther)

    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    guard case .issued(let certificate) = outcome else { throw Unexpected() }
    #expect(certificate.number == "14464-1-2026-000023")
    #expect(!bed.desk.areNumbersUnsure)
  }

  @Test func `without a trusted clock nobody knows which year's number it is`() throws {
    let bed = try DeskRoomsBed(isClockTrusted: false)
    try bed.addUsers()
    try bed.desk.keys.numbers.doubt(size: 0)
    #expect(
      try bed.post(Self.page, ["last": "12"], as: .director).status == .unprocessableContent)
    #expect(bed.desk.areNumbersUnsure)
  }
}
