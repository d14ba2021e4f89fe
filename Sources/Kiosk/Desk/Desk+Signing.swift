import Centre
import Evidence
import Paper

/// The texts of a certificate need a code that is too large for the paper.
struct CodeTooLarge: Error {}

/// The province has not certified this kiosk; `IssueRefusal.notCertified` says so before it comes to
/// this.
struct NotCertified: Error {}

extension Desk {
  /// Signs one certificate and lays out its sheet. Runs inside the transaction that gives the
  /// number, so it reads no clock and no store.
  func paper(for draft: CertificateDraft, signer: Signer) throws -> IssuedPaper {
    let claims = CertificateClaims(
      issuedAtSeconds: draft.issuedAtSeconds, number: draft.number.text,
      holderName: draft.resident.name, courseCode: draft.subject.courseCode,
      title: draft.subject.title, hoursTenths: draft.subject.attendance.hoursTenths,
      completedDay: draft.subject.attendance.lastDay.daysSince1970, centre: settings.centre.code)
    guard let certificate = signer.certificate else {
      throw NotCertified()
    }
    let token: CertificateToken
    do {
      token = try CertificateToken.issue(
        claims: claims, deviceCertificate: certificate, key: signer.key)
    } catch {
      guard [.claim, .tooLong].contains(error.reason) else { throw error }
      throw CodeTooLarge()
    }
    let code = QRText.segments(token: token.bytes, shortHost: settings.sign.shortHost)
    do {
      _ = try QRSymbol.certificate(prefix: code.byte, digits: code.numeric)
    } catch  where error.code == .codeTooLarge {
      throw CodeTooLarge()
    }
    let sheet = sheet(for: draft, signer: signer, code: code)
    return IssuedPaper(token: token.bytes, sheet: sheet)
  }

  func sheet(
    for draft: CertificateDraft, signer: Signer, code: (byte: String, numeric: String)
  ) -> CertificateSheet {
    let centre = settings.centre
    let sign = settings.sign
    let resident = draft.resident
    let (attendance, award) = (draft.subject.attendance, draft.subject.award)
    let issued = Day(wallMilliseconds: draft.issuedAtSeconds * 1_000)
    return CertificateSheet(
      parentBody: centre.parentBody, issuingBody: centre.issuingBody,
      displayNumber: draft.number.display, number: draft.number.text, place: centre.place,
      issuedDay: issued.daysSince1970, holderName: resident.name, birthYear: resident.birthYear,
      residence: resident.village.isEmpty ? nil : resident.village,
      courseTitle: draft.subject.title, sessionCount: attendance.sessions,
      hoursTenths: attendance.hoursTenths, fromDay: attendance.firstDay.daysSince1970,
      toDay: attendance.lastDay.daysSince1970, signerTitles: sign.signerTitles,
      signerName: sign.signerName.isEmpty ? nil : sign.signerName, qrPrefix: code.byte,
      qrDigits: code.numeric, rootFingerprint: signer.rootFingerprint,
      isDemonstration: signer.isDemonstration, copyNumber: 1,
      layout: award == nil ? papers.certificates.courseLayout : PaperTemplates.award,
      salutation: award?.salutation, citation: award?.citation, basis: award?.basis)
  }
}
