import Centre
import HTTP
import Store
import Testing

@testable import Kiosk

/// Certificates from the list of who is eligible to the cancelled paper.
@Suite struct DeskRoomsCertificateTests {
  private func number(_ response: Response) throws -> String {
    let location = try #require(response.headers["Location"])
    return try #require(location.split(separator: "/").last.map(String.init))
  }

  @Test func `a certificate is issued, shown, opened as PDF, printed and cancelled`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hạnh")
    let path = "/desk/courses/\(course.code)/certificates"
    #expect(try bed.get(path, as: .clerk).text.contains("Đủ điều kiện (1)"))

    let issued = try bed.post(path, ["resident": "\(resident.id)"], as: .clerk)
    let number = try number(issued)
    #expect(number == "14464-1-2026-000001")
    let page = try bed.get("/desk/certificates/\(number)", as: .clerk)
    for text in ["01/GCN-TTHTCĐ", "Đỗ Thị Hạnh", "1 buổi, 2 giờ", "28/03/2026", "Còn hiệu lực"] {
      #expect(page.text.contains(text), "\(text)")
    }
    let pdf = try bed.get("/desk/certificates/\(number)/certificate.pdf", as: .viewer)
    #expect(pdf.headers["Content-Type"] == "application/pdf")
    #expect(pdf.text.hasPrefix("%PDF"))
    #expect(
      try bed.post("/desk/certificates/\(number)/print", [:], as: .clerk).status == .seeOther)
    let again = try bed.post(path, ["resident": "\(resident.id)"], as: .clerk)
    #expect(again.headers["Location"] == path)

    let form = ["reason": "Ghi sai họ tên", "sure": "yes"]
    let cancelled = try bed.post("/desk/certificates/\(number)/cancel", form, as: .clerk)
    #expect(cancelled.status == .seeOther)
    let after = try bed.get("/desk/certificates/\(number)", as: .clerk)
    #expect(after.text.contains("Đã hủy. Lý do: Ghi sai họ tên"))
    #expect(!after.text.contains("Hủy giấy chứng nhận này"))
    let register = try bed.get("/desk/register?year=2026", as: .viewer)
    #expect(register.text.contains("Tổng số: 1 giấy, trong đó 1 đã hủy"))
  }

  struct Cancel: Sendable {
    let form: [String: String]
    let contains: String
  }

  @Test(arguments: [
    Cancel(form: [:], contains: "Hãy ghi lý do hủy"),
    Cancel(form: ["reason": "Ghi sai tên"], contains: "đánh dấu xác nhận"),
    Cancel(form: ["sure": "yes"], contains: "Hãy ghi lý do hủy"),
    Cancel(
      form: ["sure": "yes", "reason": String(repeating: "a", count: 900)], contains: "Dài quá"),
  ])
  func `cancelling needs a reason and a confirmation`(item: Cancel) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hạnh")
    let issued = try bed.post(
      "/desk/courses/\(course.code)/certificates", ["resident": "\(resident.id)"], as: .clerk)
    let number = try number(issued)

    let response = try bed.post("/desk/certificates/\(number)/cancel", item.form, as: .clerk)

    #expect(response.status == .unprocessableContent)
    #expect(response.text.contains(item.contains))
    #expect(response.text.contains("<details class=\"desk-danger\" id=\"cancel\" open>"))
    #expect(try bed.desk.store.certificate(number: number)?.state == .issued)
  }

  @Test func `nothing is issued while the clock cannot be trusted`() throws {
    let bed = try DeskRoomsBed(isClockTrusted: false)
    try bed.addUsers()
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hạnh")
    let path = "/desk/courses/\(course.code)/certificates"

    let page = try bed.get(path, as: .clerk)
    let response = try bed.post(path, ["resident": "\(resident.id)"], as: .clerk)

    #expect(page.text.contains("giờ của máy chưa đáng tin"))
    #expect(!page.text.contains("Cấp giấy chứng nhận cho"))
    #expect(response.status == .conflict)
    #expect(try bed.desk.register(year: 2026).isEmpty)
    #expect(try bed.get("/desk", as: .clerk).text.contains("chưa cấp được giấy chứng nhận"))
  }
}
