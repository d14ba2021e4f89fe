import Centre
import Evidence

/// What `kioskd certificate` prints: whether this kiosk may sign and until when.
package struct CertificationReport: Sendable {
  private let keys: Keys
  private let state: SigningState
  private let nowSeconds: Int64

  /// - Throws: when the files of the enrolment are damaged.
  package init(_ certification: Certification, keys: Keys, atSeconds now: Int64) throws {
    self.keys = keys
    state = try certification.state(atSeconds: now)
    nowSeconds = now
  }

  /// The exit status: 0 it may sign, 1 it may not.
  package var exitCode: Int32 {
    switch state {
    case .good, .ending: 0
    case .notEnrolled, .waiting, .over: 1
    }
  }

  /// Who this kiosk is, who vouches for it, until when, and how many days are left.
  /// - Throws: when the files of the enrolment are damaged.
  package func text(_ texts: Texts, _ language: Language) throws -> String {
    let verdict = sentence(texts, language)
    guard let enrolment = try keys.enrolment(), let certificate = enrolment.deviceCertificate else {
      return verdict
    }
    let root = enrolment.roots.roots.first { certificate.isSigned(by: $0.key) }
    func day(_ seconds: Int64) -> String { Day(wallMilliseconds: seconds * 1_000).ddMMyyyy }
    let facts = CommandText.certificateFacts.text(
      texts, language,
      [
        "device": certificate.device, "from": day(certificate.notBefore),
        "to": day(certificate.expires), "root": root?.name ?? "",
        "fingerprint": root?.key.fingerprint ?? "", "key": certificate.publicKey.fingerprint,
      ])
    let second: CommandText = enrolment.companion == nil ? .certificateNoSecond : .certificateSecond
    return [facts, second.text(texts, language), verdict].joined(separator: "\n")
  }

  private func sentence(_ texts: Texts, _ language: Language) -> String {
    switch state {
    case .notEnrolled: CommandText.certificateNotEnrolled.text(texts, language)
    case .waiting: CommandText.certificateWaiting.text(texts, language)
    case .good(let left, _): CommandText.certificateGood.text(texts, language, ["count": "\(left)"])
    case .ending(let left, _):
      CommandText.certificateEnding.text(texts, language, ["count": "\(left)"])
    case .over: CommandText.certificateOver.text(texts, language)
    }
  }
}

extension Certification.Refused {
  /// Why an answer was not taken, as a sentence.
  package func text(_ texts: Texts, _ language: Language) -> String {
    let answer = self.answer
    return answer.text.text(texts, language, answer.values)
  }

  /// The same as the answer to a file.
  var answer: IntakeAnswer {
    func day(_ seconds: Int64) -> String { Day(wallMilliseconds: seconds * 1_000).ddMMyyyy }
    return switch self {
    case .notEnrolled: IntakeAnswer(.certificateNotEnrolled, isGood: false)
    case .otherLog: IntakeAnswer(.certificateOtherLog, isGood: false)
    case .notNow(let from, let to):
      IntakeAnswer(.certificateNotNow, isGood: false, ["from": day(from), "to": day(to)])
    case .notLater(let until):
      IntakeAnswer(.certificateNotLater, isGood: false, ["day": day(until)])
    }
  }
}
