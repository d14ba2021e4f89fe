import Evidence
import Testing

@testable import Province

@Suite struct RegisterVerifierTests {
  private func given() throws -> (TestProvince, TestKiosk) {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    return (province, kiosk)
  }

  private func text(_ token: CertificateToken) -> String {
    QRText.text(token: token.bytes, shortHost: "gcn.example")
  }

  private func report(
    _ province: TestProvince, _ text: String, _ language: Language = .vi
  ) throws -> VerdictReport {
    VerdictReport(
      try province.application.verifier.verify(text: text),
      texts: try Texts(
        file: "\(TestProvince.assets)/text/province/\(language.rawValue).json"),
      language: language)
  }

  @Test func `the register is asked at once, before any list was published`() throws {
    var (province, kiosk) = try given()
    let good = try kiosk.issue("14464-1-2026-000001")
    let revoked = try kiosk.issue("14464-1-2026-000002")
    let replaced = try kiosk.issue("14464-1-2026-000003")
    try kiosk.cancel("14464-1-2026-000002", issued: 2)
    try kiosk.cancel("14464-1-2026-000003", issued: 3, for: .text("14464-1-2026-000004"))
    try province.take(kiosk)
    let unknown = try kiosk.issue("14464-1-2026-000005")

    let verify = { try province.application.verifier.verify(text: text($0)) }
    #expect(try verify(good).verdict == .genuine)
    #expect(try verify(good).listDay == 20_780)
    #expect(try verify(revoked).verdict == .revoked)
    #expect(try verify(replaced).verdict == .replaced(by: "14464-1-2026-000004"))
    #expect(try verify(unknown).verdict == .genuine)
    #expect(try province.application.bundles.bundle() == nil)
  }

  @Test func `while the tables are made again, the published list is asked`() throws {
    var (province, kiosk) = try given()
    let revoked = try kiosk.issue("14464-1-2026-000001")
    try kiosk.cancel("14464-1-2026-000001", issued: 1)
    try province.take(kiosk)
    try province.application.publisher.publish()
    try province.application.projector.reset()
    #expect(try province.application.verifier.verify(text: text(revoked)).verdict == .revoked)
  }

  @Test func `the words are the kiosk's, the exit status says it to programs`() throws {
    var (province, kiosk) = try given()
    let good = try kiosk.issue("14464-1-2026-000001")
    let replaced = try kiosk.issue("14464-1-2026-000002")
    try kiosk.cancel("14464-1-2026-000002", issued: 2, for: .text("14464-1-2026-000001"))
    try province.take(kiosk)

    let first = try report(province, text(good))
    #expect(first.exitCode == 0)
    #expect(first.lines.first?.hasPrefix("GIẤY CHỨNG NHẬN THẬT") == true)
    #expect(first.lines.contains("  Họ và tên: Đỗ Thị Hạnh"))
    #expect(first.lines.contains("  Số giờ: 30"))
    #expect(first.lines.contains("Đã đối chiếu với sổ của tỉnh ngày 23/11/2026."))
    let second = try report(province, text(replaced), .en)
    #expect(second.exitCode == 1)
    #expect(second.lines.first == "REPLACED by certificate 14464-1-2026-000001.")
    let third = try report(province, "nothing of ours")
    #expect(third.exitCode == 2)
    #expect(third.lines.count == 1)
  }

  @Test func `an award is said to be one, without hours`() throws {
    var (province, kiosk) = try given()
    let award = try kiosk.issue("14464-1-2026-000001", course: "KH", hoursTenths: 0)
    try province.take(kiosk)

    let lines = try report(province, text(award)).lines.joined(separator: "\n")

    #expect(lines.contains("  Thành tích: ") && !lines.contains("(KH)"))
    #expect(!lines.contains("Số giờ") && !lines.contains("hoàn thành"))
  }

  @Test func `a certificate of the demonstration root exits with 3, a stranger's with 1`() throws {
    let (province, _) = try given()
    func token(_ root: SigningKey) throws -> CertificateToken {
      let key = SigningKey()
      return try CertificateToken.issue(
        claims: CertificateClaims(
          issuedAtSeconds: 1_795_395_600, number: "14464-1-2026-000001", holderName: "A",
          courseCode: "XMC", title: "B", hoursTenths: 1, completedDay: 20_780, centre: "14464-1"),
        deviceCertificate: try DeviceCertificate.issue(
          device: "14464-1", notBefore: 1_795_000_000, expires: 1_796_000_000,
          publicKey: key.publicKey, root: root), key: key)
    }
    #expect(try report(province, text(token(Demonstration.rootKey))).exitCode == 3)
    #expect(try report(province, text(token(SigningKey()))).exitCode == 1)
  }

  @Test func `the province and the kiosk say the same of every verdict`() throws {
    for language in Language.allCases {
      let root = TestProvince.assets + "/text"
      let own = try Texts(file: "\(root)/province/\(language.rawValue).json")
      let kiosk = try Texts(file: "\(root)/\(language.rawValue).json", needing: [])
      for key in TextKey.allCases where key.rawValue.hasPrefix("verdict.") {
        guard key != .verdictByRegister else { continue }
        #expect(own(key) == kiosk(key), "\(key.rawValue)")
      }
    }
  }

  @Test func `the page gets roots and bundle in force`() throws {
    let (province, _) = try given()
    #expect(try province.application.pageTrust().bundle == nil)
    try province.application.publisher.publish()
    let trust = try province.application.pageTrust()
    #expect(trust.host == "gcn.example")
    #expect(trust.roots == (try province.application.keys.roots()))
    #expect(trust.bundle == (try province.application.bundles.bundle()))
  }
}
