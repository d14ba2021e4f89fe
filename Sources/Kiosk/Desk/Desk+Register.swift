package import Centre
import Paper
import Store

extension Desk {
  /// The certificates of a register that somebody wants to see, by number.
  package func register(_ wish: RegisterWish) throws -> [Certificate] {
    try store.certificates(year: wish.year, centre: wish.centre).filter(wish.takes)
  }

  /// The register as a book with the columns of the paper form.
  package func registerPDF(_ wish: RegisterWish) throws -> [UInt8] {
    try papers.register.pdf(try registerSheet(wish))
  }

  /// What the book shows: the bodies as they were named on the year's last certificate, so that the
  /// book of a merged centre keeps its name.
  func registerSheet(_ wish: RegisterWish) throws -> RegisterSheet {
    let certificates = try register(wish)
    let last = certificates.last?.sheet
    let sign = settings.sign
    return RegisterSheet(
      parentBody: last?.parentBody ?? settings.centre.parentBody,
      issuingBody: last?.issuingBody ?? settings.centre.issuingBody,
      place: last?.place ?? settings.centre.place, year: wish.year,
      day: Day(wallMilliseconds: clock.nowMilliseconds).daysSince1970,
      signerTitles: sign.signerTitles,
      signerName: sign.signerName.isEmpty ? nil : sign.signerName,
      isDemonstration: certificates.contains { $0.sheet.isDemonstration },
      rows: Self.rows(of: certificates))
  }

  private static func rows(of certificates: [Certificate]) -> [RegisterRow] {
    let display = { (number: String) in CertificateNumber(number)?.display ?? number }
    var replaced: [String: String] = [:]
    for old in certificates {
      if let new = old.replacedBy { replaced[new] = old.sheet.displayNumber }
    }
    return certificates.map { one in
      RegisterRow(
        displayNumber: one.sheet.displayNumber, holderName: one.holderName,
        birthYear: one.sheet.birthYear, residence: one.sheet.residence, content: one.courseTitle,
        hoursTenths: one.award == nil ? one.hoursTenths : nil,
        issuedDay: one.issuedDay.daysSince1970,
        signerName: one.sheet.signerName, cancelReason: one.cancelReason,
        replacedBy: one.replacedBy.map(display), replaces: replaced[one.number],
        copies: one.copies)
    }
  }
}
