package import Centre

extension CertificatePaper {
  /// A certificate in the layout of new course certificates with all that makes it long: the longest
  /// name and title, a reprint, a deputy as signer, the finest code.
  package func trial() throws -> [UInt8] {
    try pdf(Self.longest(layout: courseLayout))
  }

  /// Draws an award with these words for nobody, under the longest name, and throws what stands against
  /// printing it.
  package func trial(_ award: Award) throws(PaperError) {
    var sheet = Self.longest(layout: PaperTemplates.award)
    sheet.courseTitle = award.title
    sheet.citation = award.citation
    sheet.basis = award.basis
    sheet.salutation = award.salutation
    do {
      _ = try pdf(sheet)
    } catch let error as PaperError {
      throw error
    } catch {
      throw PaperError(operation: "try an award", code: .library, message: "\(error)")
    }
  }

  /// The longest name, of 46 letters, and the longest title, of 82, that every layout must take.
  static func longest(layout: String) -> CertificateSheet {
    let digits = (0..<1134).map { String(($0 &* 7919 + $0 / 13) % 10) }.joined()
    return CertificateSheet(
      parentBody: "ỦY BAN NHÂN DÂN PHƯỜNG THÀNH VINH", issuingBody: "TRUNG TÂM HỌC TẬP CỘNG ĐỒNG",
      displayNumber: "1234/GCN-TTHTCĐ", number: "16681-12-2026-001234", place: "Thành Vinh",
      issuedDay: 20540, holderName: "Nguyễn Trường Phương Quỳnh Thượng Dương Khuyến",
      birthYear: 1985, residence: "Xóm 13, Nghĩa Thượng, Phường Thành Vinh, Nghệ An",
      courseTitle:
        "Chăm sóc sức khỏe sinh sản, phòng chống bạo lực gia đình và bình đẳng giới ở cơ sở",
      sessionCount: 120, hoursTenths: 3605, fromDay: 20458, toDay: 20540,
      signerTitles: ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
      signerName: "Nguyễn Trường Phương Quỳnh Thượng Khuyến",
      qrPrefix: "https://hoc.nghean.gov.vn/c#", qrDigits: digits,
      rootFingerprint: "9f2c 41d8 07be 3a65 d1c0 88e4 5b7f 2e19", isDemonstration: true,
      copyNumber: 12, layout: layout)
  }
}
