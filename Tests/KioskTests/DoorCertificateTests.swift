import Centre
import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// A certificate that is shown to the check-in screen.
@Suite struct DoorCertificateTests {
  private static let name = "Đỗ Thị Hạnh"

  /// A code under a root of its own, as a stranger brings it.
  private func foreignCode(number: String = "09187-1-2026-000003") throws -> String {
    let (root, device) = (SigningKey(), SigningKey())
    let certificate = try DeviceCertificate.issue(
      device: "09187-1", notBefore: 1_000, expires: 2_000, publicKey: device.publicKey, root: root)
    let claims = CertificateClaims(
      issuedAtSeconds: 1_500, number: number, holderName: Self.name, courseCode: "CD-001",
      title: "Kỹ thuật <nuôi> ốc nhồi", hoursTenths: 125, completedDay: 20_540, centre: "09187-1")
    let token = try CertificateToken.issue(
      claims: claims, deviceCertificate: certificate, key: device)
    return QRText.text(token: token.bytes, shortHost: "gcn.example")
  }

  /// The code of a certificate that the kiosk of the bed has issued.
  private func issued(_ bed: Bed) throws -> Certificate {
    let (resident, course) = try bed.earned()
    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    guard case .issued(let certificate) = outcome else { throw Unexpected() }
    return certificate
  }

  private func form(_ code: String) -> String { "code=\(Link.encoded(code))&source=wedge" }

  @Test func `the screen shows the verdict, every signed field and the note on ink and seal`()
    throws
  {
    let kiosk = try DoorKiosk()
    let code = try foreignCode()

    let page = try kiosk.respond("POST", "/check-in", form(code))

    #expect(page.status == .ok)
    #expect(page.headers["Cache-Control"] == "no-store")
    for text in [
      "class=\"result verdict error\"", "data-stay=\"20\"", "Không xác nhận được",
      "09187-1-2026-000003", Self.name, "Kỹ thuật &lt;nuôi&gt; ốc nhồi (CD-001)", "12,5",
      "28/03/2026", "01/01/1970", "Không có chữ ký nào bảo đảm", "#cross",
    ] { #expect(page.text.contains(text), "\(text)") }
    #expect(!page.text.contains(String(code.suffix(40))), "the code does not come back")
    #expect(try kiosk.desk.store.today(Day(wallMilliseconds: DoorKiosk.start)).turns == 0)
  }

  @Test func `programs get the outcome certificate with the verdict`() throws {
    let kiosk = try DoorKiosk()
    let body = #"{"code":"\#(try foreignCode())","source":"serial"}"#

    let answer = try kiosk.respond("POST", "/api/check-ins", body)

    let json = try CanonicalValue(json: Array(answer.text.utf8)).object
    #expect(json?["outcome"]?.text == "certificate")
    let verdict = json?["certificate"]?.object
    #expect(verdict?["verdict"]?.text == "not-genuine")
    #expect(verdict?["reason"]?.text == "unknown-root")
    #expect(verdict?["fields"]?.object?["name"]?.text == Self.name)
    #expect(answer.text.contains(#""list":null"#))
  }

  @Test func `a code cut short asks to be scanned again`() throws {
    let kiosk = try DoorKiosk()

    let page = try kiosk.respond("POST", "/check-in", form(String(try foreignCode().dropLast(2))))

    #expect(page.text.contains("class=\"result verdict attention\""))
    #expect(page.text.contains("Không đọc được mã"))
    #expect(page.text.contains("Mời quét lại mã trên giấy"))
    #expect(!page.text.contains("class=\"signed\""))
  }

  @Test func `the setting says how long a verdict stays, also without JavaScript`() throws {
    let kiosk = try DoorKiosk(configuration: "[checkIn]\nverdictSeconds = 45\n")

    let page = try kiosk.respond("POST", "/check-in", form(try foreignCode()))

    #expect(page.text.contains("data-stay=\"45\""))
    #expect(page.text.contains("content=\"45;url=/\""))
  }

  @Test func `a certificate cancelled at this kiosk a moment ago is told as withdrawn`() throws {
    let bed = try Bed()
    try ScriptedProvince(bed).enrol()
    let certificate = try issued(bed)
    let code = certificate.sheet.qrPrefix + certificate.sheet.qrDigits

    let before = try bed.desk.inspect(text: code)
    _ = try bed.desk.cancelCertificate(certificate.number, reason: "Sai tên")
    let after = try bed.desk.checkIn(scanned: code, source: .wedge)

    #expect(before.verdict == .genuine)
    #expect(before.isRegistered)
    guard case .certificate(let judgement) = after else { throw Unexpected() }
    #expect(judgement.verdict == .revoked)
    #expect(judgement.verification.token?.claims.holderName == certificate.holderName)
  }

  @Test func `what the list says is withdrawn stays so, whatever an old register says`() throws {
    let bed = try Bed()
    let keys = try ProvinceKeys(bed)
    try keys.enrol(bed, certificate: try keys.certificate(bed))
    let certificate = try issued(bed)
    let texts = try Texts(directory: "\(DoorKiosk.assets)/text")
    let newer = "14464-1-2026-000009"

    for (successor, verdict) in [(nil, .revoked), (newer, .replaced(by: newer))]
      as [(String?, Verdict)]
    {
      let bundle = try keys.bundle([certificate.number: successor], after: successor == nil ? 0 : 1)
      _ = try bed.desk.keys.trust.take(bundle)
      let judgement = try bed.desk.inspect(text: certificate.sheet.qrDigits)
      #expect(judgement.verdict == verdict)
      #expect(judgement.isRegistered)
      let line = VerificationReport(judgement).revocation(texts, .vi)
      #expect(line?.contains("danh sách thu hồi ngày") == true)
    }

    _ = try bed.desk.cancelCertificate(certificate.number, reason: "Sai tên")
    let cancelled = try bed.desk.inspect(text: certificate.sheet.qrDigits)
    #expect(cancelled.verdict == .replaced(by: newer), "the list knows more")
  }

  @Test func `the register makes no demonstration and no forgery genuine`() throws {
    let bed = try Bed()
    let certificate = try issued(bed)
    let demonstration = try bed.desk.inspect(text: certificate.sheet.qrDigits)
    let forged = try bed.desk.inspect(text: try foreignCode(number: certificate.number))

    #expect(demonstration.verdict == .demonstration)
    #expect(forged.verdict == .notGenuine(reason: "unknown-root"))
    #expect(!forged.isRegistered)
  }
}
