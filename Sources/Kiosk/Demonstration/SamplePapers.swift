import Centre
import Evidence
import Paper

/// Papers of invented people, signed under the demonstration root: for whoever changes a layout, and
/// for measuring and reading what is printed. The same count gives the same bytes.
package struct SamplePapers {
  /// What can be drawn.
  package enum Kind: String, CaseIterable, Sendable {
    case course, award, register, literacy, test, slip
  }

  private let papers: Papers
  private let settings: Settings
  private let key: SigningKey
  private let device: DeviceCertificate

  private static let titles = [
    "Kỹ thuật trồng rau an toàn theo hướng hữu cơ", "Sử dụng điện thoại thông minh",
    "Kỹ thuật nuôi ốc nhồi", "Phòng chống lừa đảo trên không gian mạng",
    "Chăm sóc sức khỏe sinh sản, phòng chống bạo lực gia đình và bình đẳng giới ở cơ sở",
  ]
  private static let firstDay: Int64 = 20_458
  private static let lastDay: Int64 = 20_540

  /// Reads the layouts; throws `TemplateError` when one of them is bad.
  package init(assets: String, settings: Settings) throws {
    self.settings = settings
    papers = try Papers(assets: assets, settings: settings.sign)
    key = try SigningKey(seed: Digest(sha256: Array("learning-kiosk sample device".utf8)).bytes)
    let middle = Self.lastDay * 86_400
    device = try DeviceCertificate.issue(
      device: "sample", notBefore: middle - 86_400 * 100, expires: middle + 86_400 * 100,
      publicKey: key.publicKey, root: Demonstration.rootKey)
  }

  /// Draws a paper into a file.
  /// - Throws: `PaperError`, `FileError`.
  package func write(_ kind: Kind, count: Int, to path: String) throws {
    let file = try FileSink(path)
    switch kind {
    case .course, .award: try certificates(kind, count, file)
    case .register: try papers.register.write(register(count), to: file.write)
    case .literacy: try file.write(try papers.literacy.pdf(literacy(count)))
    case .test: try file.write(try testPage())
    case .slip: try file.write(try papers.closingSlip.pdf(try closingSlip(count)))
    }
    try file.close()
  }

  private func certificates(_ kind: Kind, _ count: Int, _ file: FileSink) throws {
    var names = DemoNames(seed: 7)
    var index = 0
    try papers.certificates.write(
      next: {
        guard index < count else { return nil }
        index += 1
        return try sheet(index, names.resident(), isAward: kind == .award)
      }, to: file.write)
  }
}

extension SamplePapers {
  private func sheet(
    _ sequence: Int, _ person: NewResident, isAward: Bool
  ) throws -> CertificateSheet {
    let number = CertificateNumber(
      centre: try CentreCode(settings.centre.code), year: 2026, sequence: sequence)
    let title = isAward ? "Thành tích khuyến học năm 2026" : Self.titles[sequence % 5]
    let hours: Int64 = isAward ? 0 : 365
    let token = try CertificateToken.issue(
      claims: CertificateClaims(
        issuedAtSeconds: Self.lastDay * 86_400, number: number.text, holderName: person.name,
        courseCode: isAward ? Award.courseCode : "2026-\(sequence % 5 + 1)", title: title,
        hoursTenths: hours, completedDay: Self.lastDay, centre: settings.centre.code),
      deviceCertificate: device, key: key)
    let code = QRText.segments(token: token.bytes, shortHost: settings.sign.shortHost)
    let centre = settings.centre
    return CertificateSheet(
      parentBody: centre.parentBody, issuingBody: centre.issuingBody,
      displayNumber: number.display, number: number.text, place: centre.place,
      issuedDay: Self.lastDay, holderName: person.name, birthYear: person.birthYear,
      residence: person.village, courseTitle: title, sessionCount: isAward ? 0 : 12,
      hoursTenths: hours, fromDay: Self.firstDay, toDay: Self.lastDay,
      signerTitles: settings.sign.signerTitles, signerName: signerName, qrPrefix: code.byte,
      qrDigits: code.numeric, rootFingerprint: Demonstration.root.key.fingerprint,
      isDemonstration: true, copyNumber: 1,
      layout: isAward ? PaperTemplates.award : papers.certificates.courseLayout,
      citation: isAward
        ? "đã có nhiều đóng góp cho phong trào khuyến học, khuyến tài, xây dựng xã hội học tập "
          + "trong năm học 2025-2026" : nil)
  }

  private var signerName: String? {
    settings.sign.signerName.isEmpty ? nil : settings.sign.signerName
  }

  private func register(_ count: Int) -> RegisterSheet {
    var names = DemoNames(seed: 7)
    let rows = (1...count).map { index in
      let person = names.resident()
      let isCancelled = index % 40 == 17
      return RegisterRow(
        displayNumber: "\(index < 10 ? "0" : "")\(index)/GCN-TTHTCĐ", holderName: person.name,
        birthYear: person.birthYear, residence: person.village, content: Self.titles[index % 5],
        hoursTenths: 365, issuedDay: Self.lastDay + Int64(index / 20), signerName: signerName,
        cancelReason: isCancelled ? "ghi sai năm sinh" : nil)
    }
    let centre = settings.centre
    return RegisterSheet(
      parentBody: centre.parentBody, issuingBody: centre.issuingBody, place: centre.place,
      year: 2026, day: 20_818, signerTitles: settings.sign.signerTitles, signerName: signerName,
      isDemonstration: true, rows: rows)
  }

  private func literacy(_ count: Int) -> LiteracySheet {
    var names = DemoNames(seed: 7)
    let rows = (1...count).map { index in
      let person = names.resident()
      return LiteracyRow(
        name: person.name, sex: person.sex, birthYear: person.birthYear,
        residence: person.village, sessionCount: 90 + index % 7, completedDay: Self.lastDay)
    }
    let centre = settings.centre
    return LiteracySheet(
      parentBody: centre.parentBody, issuingBody: centre.issuingBody, place: centre.place,
      day: Self.lastDay, level: .one, className: "Lớp xóa mù chữ xóm 3, năm học 2025-2026",
      submission: nil, signerTitles: settings.sign.signerTitles, signerName: signerName,
      isDemonstration: true, rows: rows)
  }

  private func testPage() throws -> [UInt8] {
    var names = DemoNames(seed: 7)
    let sheet = try sheet(1, names.resident(), isAward: false)
    return try papers.testPage.pdf(
      printerName: settings.printer.address.isEmpty ? "PDF" : settings.printer.address,
      prefix: sheet.qrPrefix, digits: sheet.qrDigits)
  }

  private func closingSlip(_ count: Int) throws -> ClosingSlip {
    let root = sha256(Array("learning-kiosk sample log".utf8))
    let log = try LogID(bytes: Array(root.bytes.prefix(LogID.byteCount)))
    let size: Int64 = 48_211
    let checkpoint = Checkpoint(
      origin: logOrigin(provinceHost: "demonstration", log: log), size: size, root: root)
    let day = Day(daysSince1970: Self.lastDay)
    var slip = ClosingSlip(
      centre: settings.centre.code, day: day,
      madeMilliseconds: day.startMilliseconds + 17 * 3_600_000 + 12 * 60_000,
      books: ClosingSlip.Books(
        recorded: size, confirmed: size - 96, waiting: 96, needsAttention: 0),
      clockQuality: 4, logSize: size, rootHex: root.hex, note: try checkpoint.signed(by: key))
    slip.parentBody = settings.centre.parentBody
    slip.issuingBody = settings.centre.issuingBody
    slip.meetings = (0..<count).map { index in
      ClosingSlip.Meeting(
        time: "\(7 + index % 12):30–\(9 + index % 12):00", title: Self.titles[index % 5],
        turns: 20 + index)
    }
    slip.turns = slip.meetings.reduce(0) { $0 + $1.turns }
    slip.heads = slip.turns / 20
    slip.people = slip.turns * 9 / 10 - slip.heads
    slip.certificates = 12
    slip.isDemonstration = true
    return slip
  }
}
