import Centre
import Evidence
import Paper
import Store

extension Desk {
  /// Why a certificate of a person could never be drawn, tried on a sheet that nobody signs; nil when
  /// it can. Asked before a number is used up, and outside the transaction, since drawing takes
  /// milliseconds for which no check-in shall wait.
  func drawingRefusal(_ resident: Resident, _ subject: CertificateSubject) throws -> IssueRefusal? {
    guard !Self.isOrdinary(resident, subject) else { return nil }
    let now = clock.nowMilliseconds
    let signer = try keys.signer(atSeconds: now / 1_000)
    let draft = CertificateDraft(
      number: CertificateNumber(
        centre: try CentreCode(settings.centre.code), year: today.year, sequence: 1_000),
      resident: resident, subject: subject, issuedAtSeconds: now / 1_000)
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

  /// A course as the paper of one who did just what it requires would show it.
  func subject(_ course: Course) -> CertificateSubject {
    .course(
      course,
      Eligibility.Attendance(
        sessions: course.requiredSessions, hoursTenths: course.hoursTenths, firstDay: today,
        lastDay: today))
  }

  /// The day in Vietnam by this kiosk's clock.
  var today: Day { Day(wallMilliseconds: clock.nowMilliseconds) }

  /// Words as nearly everybody's: letters that the typeface is known to have, and no longer than the
  /// texts that each layout was tried with at start. A trial would say nothing new of them.
  private static func isOrdinary(_ resident: Resident, _ subject: CertificateSubject) -> Bool {
    guard case .course(let course, _) = subject else { return false }
    let texts = [(resident.name, 46), (course.title, 82), (resident.village, 40)]
    return texts.allSatisfy { text, longest in
      text.count <= longest && text.allSatisfy(ordinaryLetters.contains)
    }
  }

  private static let ordinaryLetters = Set(
    PaperFont.vietnameseLetters
      + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;-–()/")

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
