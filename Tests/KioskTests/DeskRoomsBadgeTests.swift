import Centre
import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// The Open Badge of a certificate, asked for at the desk.
@Suite struct DeskRoomsBadgeTests {
  /// A desk with one certificate; gives the certificate's address.
  private func deskWithCertificate() throws -> (bed: DeskRoomsBed, number: String, path: String) {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hạnh")
    let issued = try bed.post(
      "/desk/courses/\(course.code)/certificates", ["resident": "\(resident.id)"], as: .clerk)
    let path = try #require(issued.headers["Location"])
    let number = try #require(path.split(separator: "/").last.map(String.init))
    return (bed, number, path)
  }

  private func payload(_ response: Response) throws -> [String: CanonicalValue] {
    let parts = response.text.split(separator: ".").map(String.init)
    try #require(parts.count == 3)
    return try #require(try CanonicalValue(canonical: Base64URL.decode(parts[1])).object)
  }

  private func lastEvent(_ bed: DeskRoomsBed) throws -> Event {
    try Event(line: try #require(try bed.desk.store.lines(from: 0, to: .max).last))
  }

  @Test func `the badge comes as a file, and that it was given stands in the log`() throws {
    let (bed, number, path) = try deskWithCertificate()
    #expect(try bed.get(path, as: .clerk).text.contains("Xuất huy hiệu mở (Open Badges 3.0)"))

    let response = try bed.post("\(path)/badge", [:], as: .clerk)
    let again = try bed.post("\(path)/badge", [:], as: .clerk)

    #expect(response.status == .ok)
    #expect(response.headers["Content-Disposition"] == "attachment; filename=\"\(number).jwt\"")
    #expect(response.headers["Content-Type"] == "text/plain; charset=utf-8")
    #expect(response.headers["Cache-Control"] == "no-store")
    #expect(again.text == response.text)
    let event = try lastEvent(bed)
    #expect(event.kind == "certificate.export")
    #expect(event.fields == ["n": .text(number), "p": .integer(0), "w": .text("badge")])
    let badge = try payload(response)
    #expect(badge["name"]?.text == "BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ: Kỹ thuật trồng lúa")
    let holder = badge["credentialSubject"]?.object?["identifier"]?.list?.first?.object
    #expect(holder?["hashed"]?.boolean == true)
  }

  @Test func `the name stands in the badge only when the holder agreed`() throws {
    let (bed, number, path) = try deskWithCertificate()

    let badge = try payload(bed.post("\(path)/badge", ["showsName": "yes"], as: .clerk))

    let holder = badge["credentialSubject"]?.object?["identifier"]?.list?.first?.object
    #expect(holder?["identityHash"]?.text == "Đỗ Thị Hạnh")
    let certificate = try #require(try bed.desk.store.certificate(number: number))
    let address = certificate.sheet.qrPrefix + certificate.sheet.qrDigits
    #expect(badge["evidence"]?.list?.first?.object?["id"]?.text == address)
    #expect(try lastEvent(bed).fields["p"] == .integer(1))
  }

  @Test func `a badge is worded in Vietnamese, whatever language the desk is in`() throws {
    let (bed, _, path) = try deskWithCertificate()
    let english = "\(Language.fieldName)=en"

    let response = try bed.post("\(path)/badge", [:], as: .clerk, cookies: [english])

    let achievement = try payload(response)["credentialSubject"]?.object?["achievement"]?.object
    let criteria = achievement?["criteria"]?.object?["narrative"]?.text ?? ""
    #expect(criteria.hasPrefix("Tham dự đủ số buổi"))
  }

  @Test func `there is no badge of a cancelled certificate, for a viewer, or without the token`()
    throws
  {
    let (bed, number, path) = try deskWithCertificate()

    #expect(try bed.post("\(path)/badge", [:], as: .viewer).status == .forbidden)
    #expect(try bed.post("\(path)/badge", [:], as: .clerk, csrf: "").status == .forbidden)
    #expect(try bed.post("/desk/certificates/x/badge", [:], as: .clerk).status == .notFound)
    let size = try bed.desk.store.logSize()
    _ = try bed.desk.cancelCertificate(number, reason: "Ghi sai họ tên")
    let response = try bed.post("\(path)/badge", [:], as: .clerk)

    #expect(response.status == .seeOther && response.headers["Location"] == path)
    #expect(try bed.desk.store.logSize() == size + 1)
    #expect(try !bed.get(path, as: .clerk).text.contains("\(path)/badge"))
  }
}
