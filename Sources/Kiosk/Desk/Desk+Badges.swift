import Centre
package import Evidence
import Store

/// What becomes of the wish for a certificate's badge.
package enum BadgeAnswer: Equatable, Sendable {
  /// The badge as a VC-JWT; that it was given out stands in the log.
  case exported(String)
  /// The certificate was signed by another key, and the province vouches for no key of this kiosk.
  case notVouched
  case cancelled, notFound
}

extension Desk {
  /// Makes the Open Badge of a certificate at its holder's request, and records that it was given.
  /// - Parameter showsName: whether the holder agreed that the badge shows the name.
  package func exportBadge(
    _ number: String, showsName: Bool, words: BadgeWords
  ) throws -> BadgeAnswer {
    guard let certificate = try store.certificate(number: number), !certificate.isErased else {
      return .notFound
    }
    guard certificate.state == .issued else { return .cancelled }
    let now = clock.read()
    guard
      let badge = try badge(of: certificate, showsName: showsName, words: words, now: now)
    else { return .notVouched }
    let isRecorded = try saving {
      try store.recordExport(certificate: number, showsName: showsName, now: now)
    }
    return isRecorded ? .exported(badge) : .cancelled
  }

  private func badge(
    of certificate: Certificate, showsName: Bool, words: BadgeWords, now: ClockReading
  ) throws -> String? {
    let sheet = certificate.sheet
    let token = try CertificateToken(bytes: certificate.token)
    let signer = try keys.signer(atSeconds: now.wallMilliseconds / 1_000)
    // The certificate of the day of issue covers that day; a kiosk that got a new key since then can
    // only show today's.
    let isSameKey = token.deviceCertificate.publicKey == signer.key.publicKey
    guard let vouching = isSameKey ? token.deviceCertificate : signer.certificate else {
      return nil
    }
    let badge = OpenBadge(
      certificate: token, issuerName: "\(sheet.issuingBody) – \(sheet.parentBody)",
      kind: certificate.award == nil ? .course(firstDay: sheet.fromDay) : .award,
      address: showsName ? sheet.qrPrefix + sheet.qrDigits : nil,
      words: words)
    return try badge.signed(by: signer.key, vouching: vouching)
  }
}
