import Centre
import Evidence
import Paper
import Store

extension Desk {
  /// Why a certificate of a person could never be drawn, tried on a sheet that nobody signs; nil when
  /// it can. Asked before a number is used up, and outside the transaction, since drawing takes
  /// milliseconds for which no check-in shall wait.
  func drawingRefusal(_ resident: Resident, _ course: Course) throws -> IssueRefusal? {
    let now = clock.nowMilliseconds
    let day = Day(wallMilliseconds: now)
    let signer = try keys.signer(atSeconds: now / 1_000)
    let draft = CertificateDraft(
      number: CertificateNumber(
        centre: try CentreCode(settings.centre.code), year: day.year, sequence: 1_000),
      resident: resident, course: course,
      attendance: Eligibility.Attendance(
        sessions: course.requiredSessions, hoursTenths: course.hoursTenths, firstDay: day,
        lastDay: day), issuedAtSeconds: now / 1_000)
    let code = QRText.segments(
      token: [UInt8](repeating: 0x55, count: Self.usualTokenBytes),
      shortHost: settings.sign.shortHost)
    switch try drawingFault(sheet(for: draft, signer: signer, code: code)) {
    case .glyphMissing: return .glyphMissing
    case .textTooLong: return .textTooLong
    case .codeTooLarge, .codeAlphabet, .fontMissing, .picture, .templateMissing, .library, nil:
      return nil
    }
  }

  /// The length of the code matters to nothing but its own grid.
  private static let usualTokenBytes = 400

  /// What is wrong with the words of a sheet for good; nil when it can be drawn, or only something
  /// that can be mended stands in the way, as a typeface that is not installed.
  func drawingFault(_ sheet: CertificateSheet) throws -> PaperError.Code? {
    do {
      _ = try papers.certificates.pdf(sheet)
      return nil
    } catch let error as PaperError {
      return error.isOfWords ? error.code : nil
    }
  }
}

extension PaperError {
  /// Whether the words of the paper are at fault, which no later try mends.
  var isOfWords: Bool { code == .glyphMissing || code == .textTooLong }
}
