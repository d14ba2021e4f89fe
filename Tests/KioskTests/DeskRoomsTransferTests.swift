import Centre
import Evidence
import Foundation
import HTTP
import Store
import Testing

@testable import Kiosk

/// What the page of transfers says of the enrolment.
@Suite struct DeskRoomsTransferTests {
  private func enrol(
    _ bed: DeskRoomsBed, daysLeft: Int64, url: String = "https://nb.example:8443"
  ) throws {
    let now = bed.desk.clock.nowMilliseconds / 1_000
    let root = SigningKey()
    let certificate = try DeviceCertificate.issue(
      device: "14464-1-a", notBefore: now - 90 * 86_400, expires: now + daysLeft * 86_400 + 60,
      publicKey: bed.desk.keys.device.publicKey, root: root)
    let key = SigningKey().publicKey
    let roots = [RootKey(key: root.publicKey, name: "Ninh Bình", notBeforeDay: 0)]
    try Enrolment(
      provinceHost: "nb.example", url: url,
      verifier: try NoteVerifier(name: "nb.example", kind: .cosignature, key: key), token: "t",
      pullTokenDigest: sha256([1]), deviceCertificate: certificate, roots: RootList(roots: roots)
    ).write(to: bed.desk.keys.directory)
  }

  struct Case: Sendable {
    let daysLeft: Int64
    let contains: [String]
    let omits: [String]
  }

  @Test(arguments: [
    Case(
      daysLeft: 61, contains: ["Ninh Bình (nb.example)", "https://nb.example:8443", "14464-1-a"],
      omits: ["gia hạn", "Cách ghi danh"]),
    Case(
      daysLeft: 59, contains: ["còn 59 ngày", "08:01 26/05/2026"], omits: ["đã hết hạn"]),
    Case(daysLeft: -1, contains: ["đã hết hạn lúc", "08:01 27/03/2026"], omits: ["còn -"]),
  ])
  func `an enrolled kiosk names its province and the end of its licence`(item: Case) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    try enrol(bed, daysLeft: item.daysLeft)

    let page = try bed.get("/desk/transfers", as: .viewer).text

    for text in item.contains { #expect(page.contains(text), "\(text)") }
    for text in item.omits { #expect(!page.contains(text), "\(text)") }
    #expect(!page.contains(">t<"))
  }

  private func fail(_ bed: DeskRoomsBed, attention: String? = nil) throws {
    let now = bed.desk.clock.read()
    let state = TransferState(
      plan: .backOff, planned: TransferState.Moment(now), waitMilliseconds: 3_600_000,
      batchEvents: 512, batchBytes: 1 << 20, outcome: "failed-1",
      detail: "POST https://nb.example:8443 got no answer.")
    try bed.desk.store.recordAttempt(state, failures: 7, attention: attention)
  }

  @Test func `who waits for a transfer may ask for it at once, whoever may write`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    try enrol(bed, daysLeft: 300)
    try fail(bed)

    let page = try bed.get("/desk/transfers", as: .clerk).text

    #expect(page.contains("action=\"/desk/transfers/now\""))
    #expect(page.contains("Gửi ngay"))
    // The next attempt is an hour from now, and the technical words stand apart from the sentence.
    let next = bed.desk.clock.nowMilliseconds + 3_600_000
    #expect(page.contains(TimeOfDay.text(wallMilliseconds: next)))
    #expect(page.contains("Chi tiết kỹ thuật: POST https://nb.example:8443 got no answer."))
    #expect(try !bed.get("/desk/transfers", as: .viewer).text.contains("/desk/transfers/now"))
  }

  @Test func `where a need offers it already there is no second button`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    try enrol(bed, daysLeft: 300)
    try fail(bed, attention: "revoked")

    let page = try bed.get("/desk/transfers", as: .clerk).text

    #expect(page.contains("Tỉnh đã thu hồi máy này."))
    #expect(page.components(separatedBy: "Gửi ngay").count == 2)
  }

  @Test func `a kiosk that was enrolled by a file says that it knows no address`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    try enrol(bed, daysLeft: 300, url: "")
    try fail(bed)

    let page = try bed.get("/desk/transfers", as: .clerk).text

    #expect(page.contains("máy chỉ gửi qua USB"))
    #expect(!page.contains("/desk/transfers/now"))
  }

  @Test func `damaged files of an enrolment are told as such`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    try enrol(bed, daysLeft: 300)
    try Files.write("{}", to: "\(bed.desk.keys.directory)/province.json")

    let page = try bed.get("/desk/transfers", as: .viewer)

    #expect(page.status == .ok)
    #expect(page.text.contains("Không đọc được các tệp ghi danh"))
    #expect(!page.text.contains("Máy này chưa ghi danh"))
    #expect(page.text.contains("Cách ghi danh"))
  }
}
