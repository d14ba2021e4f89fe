import Centre
import Evidence
import Paper
import Testing

@testable import Kiosk

/// How large the codes of certificates are (certificates.md, "Figures to hold").
@Suite struct CodeSizeTests {
  /// Courses as centres name them.
  private static let titles = [
    "Tin học cơ bản", "Xóa mù chữ giai đoạn 1", "Kỹ thuật trồng lúa chất lượng cao",
    "Chăn nuôi gà thả vườn an toàn sinh học", "Luật Đất đai: quyền của hộ gia đình",
    "Chăm sóc sức khỏe người cao tuổi tại nhà", "An toàn giao thông cho học sinh, phụ huynh",
    "Phòng, chống bệnh đái tháo đường ở người cao tuổi",
    "Luật Hôn nhân và gia đình: quyền và nghĩa vụ của vợ chồng",
  ]

  private let key = SigningKey()

  /// The version of the code that a certificate for this name and course would bear.
  private func version(_ name: String, _ title: String, number: Int = 1) throws -> Int {
    let certificate = try DeviceCertificate.issue(
      device: "14464/0a", notBefore: 1_770_000_000, expires: 1_804_560_000,
      publicKey: key.publicKey, root: SigningKey())
    let claims = CertificateClaims(
      issuedAtSeconds: 1_774_659_600, number: "14464-1-2026-\(1_000 + number)00",
      holderName: name, courseCode: "CD-\(100 + number % 60)", title: title,
      hoursTenths: Int64(20 + number % 480), completedDay: 20_540, centre: "14464-1")
    let token = try CertificateToken.issue(
      claims: claims, deviceCertificate: certificate, key: key)
    let code = QRText.segments(token: token.bytes, shortHost: "hoc.ninhbinh.gov.vn")
    return try QRSymbol.certificate(prefix: code.byte, digits: code.numeric).version
  }

  @Test func `of a thousand names 95 in 100 fit version 16, and most version 15`() throws {
    var names = DemoNames(seed: 2026)
    var counts: [Int: Int] = [:]

    for index in 0..<1_000 {
      let title = Self.titles[index % Self.titles.count]
      counts[try version(names.resident().name, title, number: index), default: 0] += 1
    }

    let sorted = counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    print("codes by version: \(sorted.joined(separator: ", "))")
    let within = { (limit: Int) in
      counts.filter { $0.key <= limit }.values.reduce(0, +)
    }
    #expect(within(16) >= 950)
    #expect(within(15) >= 500)
  }

  @Test func `the longest name and the longest title fit together`() throws {
    let name = "Công Tằng Tôn Nữ Nguyễn Thị Thuỳ Dương Hoàng M"
    let title =
      "Kỹ thuật sản xuất lúa chất lượng cao và bảo quản nông sản sau thu hoạch tại hộ dân"

    #expect((name.count, title.count) == (46, 82))
    #expect(try version(name, title) == 17)
  }
}
