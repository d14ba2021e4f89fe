import Evidence
import Testing

@testable import Kiosk

@Suite struct InspectionTests {
  struct Made {
    let roots: RootList
    let text: String
  }

  private func made(root: SigningKey = SigningKey()) throws -> Made {
    let device = SigningKey()
    let certificate = try DeviceCertificate.issue(
      device: "14464-1-a", notBefore: 1_000, expires: 2_000, publicKey: device.publicKey,
      root: root)
    let claims = CertificateClaims(
      issuedAtSeconds: 1_500, number: "14464-1-2026-000012", holderName: "Đỗ Thị Hạnh",
      courseCode: "CD-001", title: "Kỹ thuật nuôi ốc nhồi", hoursTenths: 125, completedDay: 20_540,
      centre: "14464-1")
    let token = try CertificateToken.issue(
      claims: claims, deviceCertificate: certificate, key: device)
    return Made(
      roots: RootList(roots: [RootKey(key: root.publicKey, name: "Ninh Bình", notBeforeDay: 0)]),
      text: QRText.text(token: token.bytes, shortHost: "gcn.example"))
  }

  @Test func `each verdict has its exit status and its JSON`() throws {
    let genuine = try made()
    let demonstration = try made(root: Demonstration.rootKey)
    let cases: [(Made, RootList, String, String, Int32)] = [
      (genuine, genuine.roots, genuine.text, "genuine", 0),
      (genuine, RootList(roots: []), genuine.text, "not-genuine", 1),
      (genuine, genuine.roots, genuine.text + "7", "unreadable", 2),
      (genuine, genuine.roots, "xin chào", "unreadable", 2),
      (genuine, genuine.roots, "", "unreadable", 2),
      (demonstration, RootList(roots: []), demonstration.text, "demonstration", 3),
    ]

    for (_, roots, text, verdict, status) in cases {
      let report = VerificationReport(
        Judgement(
          try #require(
            Inspection(trust: Trust(roots: roots), today: nil).inspect(Array(text.utf8)).first)))
      #expect(report.exitCode == status)
      let json = try CanonicalValue(json: report.json).object
      #expect(json?["verdict"]?.text == verdict)
    }
  }

  @Test func `the report shows every signed field in both languages`() throws {
    let genuine = try made()
    let texts = try Texts(directory: "\(DoorKiosk.assets)/text")
    let report = VerificationReport(
      Judgement(
        Inspection(trust: Trust(roots: genuine.roots), today: nil).inspect(text: genuine.text)))

    for language in Language.allCases {
      let text = report.text(texts, language)
      let hours = language == .vi ? "12,5" : "12.5"
      for field in ["14464-1-2026-000012", "Đỗ Thị Hạnh", "Kỹ thuật nuôi ốc nhồi", hours] {
        #expect(text.contains(field))
      }
      #expect(!text.contains("verdict."))
    }
    let json = String(decoding: report.json, as: UTF8.self)
    #expect(json.contains(#""list":null"#))
    let fields = try CanonicalValue(json: report.json).object?["fields"]?.object
    #expect(fields?["name"]?.text == "Đỗ Thị Hạnh")
    #expect(fields?["hoursTenths"]?.integer == 125)
  }

  @Test func `a broken picture is unreadable`() {
    let bytes: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 1, 2, 3]

    let answers = Inspection(trust: Trust(roots: RootList(roots: [])), today: nil).inspect(bytes)

    #expect(answers.map(\.verdict.name) == ["unreadable"])
  }

  @Test func `of several certificates the gravest verdict counts`() throws {
    let genuine = try made()
    let reports = [genuine.text, "x"].map {
      VerificationReport(
        Judgement(Inspection(trust: Trust(roots: genuine.roots), today: nil).inspect(text: $0)))
    }

    #expect(VerificationReport.worst(of: reports) == 2)
    #expect(VerificationReport.worst(of: [reports[0]]) == 0)
    let list = try CanonicalValue(json: VerificationReport.json(of: reports)).list
    #expect(list?.map { $0.object?["verdict"]?.text } == ["genuine", "unreadable"])
  }

  @Test func `every word of a verdict and a command stands in both catalogues`() throws {
    let texts = try Texts(directory: "\(DoorKiosk.assets)/text")

    for language in Language.allCases {
      let headings = VerdictHeading.allCases.flatMap { [$0.wordKey, $0.aboutKey] }
      let sentences = VerdictText.allCases.map(\.rawValue) + CommandText.allCases.map(\.rawValue)
      for key in headings + sentences {
        #expect(texts.text(named: key, language) != nil, "\(key)")
      }
    }
  }
}
