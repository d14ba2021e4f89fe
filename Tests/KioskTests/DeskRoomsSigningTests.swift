import Centre
import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// What the desk says of the kiosk's own right to sign.
@Suite struct DeskRoomsSigningTests {
  private static let day: Int64 = 86_400

  private func enrol(_ bed: DeskRoomsBed, from: Int64, to: Int64?) throws {
    let now = bed.desk.clock.nowMilliseconds / 1_000
    let root = SigningKey()
    let certificate = try to.map {
      try DeviceCertificate.issue(
        device: "14464-1-a", notBefore: now + from, expires: now + $0,
        publicKey: bed.desk.keys.device.publicKey, root: root)
    }
    let roots = [RootKey(key: root.publicKey, name: "Ninh Bình", notBeforeDay: 0)]
    let key = SigningKey().publicKey
    try Enrolment(
      provinceHost: "nb.example", url: "https://nb.example:8443",
      verifier: try NoteVerifier(name: "nb.example", kind: .cosignature, key: key), token: "t",
      pullTokenDigest: sha256([1]), deviceCertificate: certificate, companion: nil,
      roots: RootList(roots: roots)
    ).write(to: bed.desk.keys.directory)
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let from: Int64
    let to: Int64?
    let refusal: String
    let today: String
    let transfers: String
    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(
      name: "waiting for the province", from: 0, to: nil, refusal: "còn chờ tỉnh chứng nhận",
      today: "đang chờ tỉnh chứng nhận", transfers: "máy tự hỏi lại tỉnh mỗi ngày"),
    Case(
      name: "over", from: -400 * day, to: -day, refusal: "có giá trị từ 21/02/2025 đến 27/03/2026",
      today: "Giấy phép ký của máy đã hết hạn", transfers: "đã hết hạn lúc 08:00 27/03/2026"),
    Case(
      name: "not begun", from: day, to: 300 * day, refusal: "chỉ có giá trị từ 29/03/2026",
      today: "", transfers: ""),
    Case(
      name: "ending", from: -350 * day, to: 50 * day, refusal: "",
      today: "Giấy phép ký của máy còn 50 ngày", transfers: "còn 50 ngày, đến 08:00 17/05/2026"),
    Case(name: "good", from: -day, to: 300 * day, refusal: "", today: "", transfers: ""),
  ])
  func `each state of the kiosk's certificate is told where it matters`(item: Case) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    try enrol(bed, from: item.from, to: item.to)
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hạnh")
    let path = "/desk/courses/\(course.code)/certificates"

    let today = try bed.get("/desk", as: .clerk).text
    let transfers = try bed.get("/desk/transfers", as: .clerk).text
    let eligible = try bed.get(path, as: .clerk).text
    let answer = try bed.post(path, ["resident": "\(resident.id)"], as: .clerk)

    if !item.today.isEmpty {
      #expect(today.contains(item.today))
      #expect(transfers.contains(item.transfers))
    }
    #expect(transfers.contains("Danh sách thu hồi"))
    if item.today.isEmpty { #expect(!today.contains("Giấy phép ký")) }
    if item.refusal.isEmpty {
      #expect(answer.status == .seeOther)
    } else {
      #expect(eligible.contains(item.refusal), "\(item.refusal)")
      #expect(answer.status == .conflict)
      #expect(try bed.desk.register(year: 2026).isEmpty)
    }
  }

  @Test func `a clock behind the last certificate is told at the desk`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hạnh")
    let (_, next) = try bed.addGraduate("Lê Bình")
    var later = bed.desk.clock.read()
    later.wallMilliseconds += 3_600_000
    let signer = try bed.desk.keys.signer(atSeconds: later.wallMilliseconds / 1_000)
    let desk = bed.desk
    _ = try desk.store.issueCertificate(resident: resident.id, course: course.code, now: later) {
      try desk.paper(for: $0, signer: signer)
    }

    let page = try bed.get("/desk/courses/\(next.code)/certificates", as: .clerk)

    #expect(page.text.contains("đang ở trước lần cấp gần nhất (09:00 28/03/2026)"))
  }

  @Test(arguments: [
    (RenewalMark.Outcome.pending, "đang chờ tỉnh ký"), (.certified, "tỉnh đã cấp"),
    (.refused, "tỉnh từ chối"), (.failed, "tỉnh chưa cấp"),
  ])
  func `what the province said to a request is told`(
    outcome: RenewalMark.Outcome, words: String
  ) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    try enrol(bed, from: -Self.day, to: 30 * Self.day)
    let now = bed.desk.clock.nowMilliseconds / 1_000
    try bed.desk.certification.note(outcome, atSeconds: now)

    let page = try bed.get("/desk/transfers", as: .viewer).text

    #expect(page.contains("08:00 28/03/2026: \(words)"))
  }
}
