import Centre
import Evidence
import Foundation
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

/// Judging what somebody brings to the desk.
@Suite struct DeskRoomsVerifyTests {
  private func send(
    _ bed: DeskRoomsBed, code: String = "", picture: [UInt8] = [], csrf: String? = nil,
    as role: Role = .viewer
  ) throws -> Response {
    let session = try bed.session(role)
    let mark = "----boundary"
    var body = Array("--\(mark)\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n".utf8)
    body += Array("\(csrf ?? session.csrf)\r\n--\(mark)\r\n".utf8)
    body += Array("Content-Disposition: form-data; name=\"code\"\r\n\r\n\(code)\r\n".utf8)
    body += Array(
      "--\(mark)\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a\"\r\n\r\n".utf8)
    body += picture + Array("\r\n--\(mark)--\r\n".utf8)
    return bed.router.respond(
      to: try Request(
        method: "POST", target: "/desk/verify",
        headers: [
          "Cookie": "desk=\(session.token)",
          "Content-Type": "multipart/form-data; boundary=\(mark)",
        ], body: body))
  }

  @Test func `a code is judged as text and from a PDF, with every signed field`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hạnh")
    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    guard case .issued(let certificate) = outcome else { throw Unexpected() }
    let sheet = certificate.sheet
    #expect(try bed.get("/desk/verify", as: .viewer).text.contains("tối đa 8 MB"))

    let typed = try send(bed, code: sheet.qrPrefix + sheet.qrDigits).text
    let pdf = try #require(try bed.desk.certificatePDF(number: certificate.number))
    let drawn = try send(bed, picture: pdf).text

    for page in [typed, drawn] {
      for text in ["Bản trình diễn", "Đỗ Thị Hạnh", certificate.number, "Hãy so từng dòng"] {
        #expect(page.contains(text), "\(text)")
      }
    }
  }

  @Test func `what is no certificate is told, and a form needs its token`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()

    #expect(try send(bed).status == .unprocessableContent)
    #expect(try send(bed, code: "hello").text.contains("Không đọc được mã"))
    #expect(try send(bed, picture: Array("no picture".utf8)).text.contains("Không đọc được mã"))
    #expect(try send(bed, code: "hello", csrf: "x").status == .forbidden)
  }

  @Test func `only who is signed in may send a long request`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let token = try bed.session(.viewer).token

    for (cookie, limit) in [
      ("desk=\(token)", bed.desk.settings.limits.uploadBytes + 65_536), ("desk=\(token)0", nil),
      ("", nil),
    ] as [(String, Int?)] {
      let head = try Request(method: "POST", target: "/desk/verify", headers: ["Cookie": cookie])
      #expect(bed.router.bodyLimit(of: head) == limit)
    }
  }

  @Test func `a picture waits for no other one, and is asked to come again`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 1, 2, 3]

    let (busy, typed) = try bed.desk.pictureReading.withLock { _ in
      (try send(bed, picture: picture), try send(bed, code: "hello"))
    }

    #expect(busy.status == .serviceUnavailable)
    #expect(busy.headers["Retry-After"] == "5")
    #expect(busy.text.contains("Máy đang đọc một ảnh khác"))
    #expect(typed.text.contains("Không đọc được mã"), "text needs no decoding")
    #expect(try send(bed, picture: picture).status == .ok)
  }
}
