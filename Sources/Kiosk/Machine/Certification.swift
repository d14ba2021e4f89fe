package import Evidence

/// How this kiosk's key stays certified: it asks its province in good time, by network or by a file on
/// a stick, and takes the answer only when the rules say so. Tokens carry the certificate of their
/// day, so a renewal touches nothing that was issued before.
package struct Certification: Sendable {
  /// Why an answer was not taken, beside what `TrustError` says.
  package enum Refused: Error, Equatable, Sendable {
    /// The kiosk belongs to no province yet.
    case notEnrolled
    /// The answer is for another kiosk's log.
    case otherLog
    /// The certificate does not hold now, by a clock that is trusted; seconds since 1970.
    case notNow(from: Int64, to: Int64)
    /// The certificate that is held lasts as long or longer; seconds since 1970.
    case notLater(heldUntil: Int64)
  }

  let keys: Keys
  private let device: String
  private let renewDays: Int

  /// - Parameters:
  ///   - device: what people call this kiosk: its centre's code.
  ///   - renewDays: days before the end from which a new certificate is asked for.
  package init(keys: Keys, device: String, renewDays: Int) {
    self.keys = keys
    self.device = device
    self.renewDays = renewDays
  }

  /// Whether the kiosk may sign at a time.
  /// - Throws: when the files of the enrolment are damaged.
  package func state(atSeconds now: Int64) throws -> SigningState {
    guard let enrolment = try keys.enrolment() else {
      return .notEnrolled
    }
    guard let certificate = enrolment.deviceCertificate else {
      return .waiting
    }
    let left = certificate.expires - now
    let (days, expires) = (left / 86_400, certificate.expires)
    if left < 0 {
      return .over(expiresSeconds: expires)
    }
    return days < renewDays
      ? .ending(daysLeft: days, expiresSeconds: expires)
      : .good(daysLeft: days, expiresSeconds: expires)
  }

  /// Whether a certificate is to be asked for now: it ends soon or there is none, or the root can sign
  /// for the second key and has not; and nobody asked within a day.
  package func isDue(atSeconds now: Int64) throws -> Bool {
    if let mark = RenewalMark(directory: keys.directory), mark.rests(atSeconds: now) {
      return false
    }
    switch try state(atSeconds: now) {
    case .notEnrolled: return false
    case .waiting, .ending, .over: return true
    case .good: return try lacksCompanion()
    }
  }

  /// The request, as it is sent or carried to the province.
  /// - Throws: `TrustError`, `Malformed`.
  package func request(atSeconds now: Int64) throws -> [UInt8] {
    // While a branch is still to be announced, the province knows the log before it.
    let log = try keys.enrolment()?.log ?? keys.log
    let request = try CertificateRequest(
      device: device, log: log, key: try keys.pair(), madeSeconds: now)
    return try request.json()
  }

  /// Takes the province's answer: it must be for this key and log, under a root that is known or that
  /// known roots endorse, hold now when the clock is trusted, and end later than what is held. The same
  /// answer again changes nothing.
  /// - Returns: the certificate that is held from now on.
  /// - Throws: `Refused`, `TrustError`, `FileError`, `Malformed`.
  package func take(_ json: [UInt8], now: ClockReading) throws -> DeviceCertificate {
    try TrustLock.held(in: keys.directory) { try judged(json, now: now) }
  }

  private func judged(_ json: [UInt8], now: ClockReading) throws -> DeviceCertificate {
    guard let enrolment = try keys.enrolment() else {
      throw Refused.notEnrolled
    }
    let answer = try CertificateAnswer(json: json)
    guard answer.log == keys.log || answer.log == enrolment.log else {
      throw Refused.otherLog
    }
    let pair = try keys.pair()
    let roots = try answer.verify(
      key: pair.ed25519.publicKey, second: pair.mldsa65?.publicKey, known: enrolment.roots)
    let new = answer.deviceCertificate
    guard !now.quality.isTrusted || new.covers(now.wallMilliseconds / 1_000) else {
      throw Refused.notNow(from: new.notBefore, to: new.expires)
    }
    if let held = enrolment.deviceCertificate, held != new, held.expires >= new.expires {
      throw Refused.notLater(heldUntil: held.expires)
    }
    try enrolment.certified(by: new, companion: answer.companion, roots: roots)
      .certify(in: keys.directory)
    return new
  }

  /// Notes what came of a request.
  func note(_ outcome: RenewalMark.Outcome, atSeconds now: Int64) throws(FileError) {
    try RenewalMark(askedSeconds: now, outcome: outcome).write(to: keys.directory)
  }

  private func lacksCompanion() throws -> Bool {
    guard let enrolment = try keys.enrolment(), enrolment.companion == nil,
      let certificate = enrolment.deviceCertificate
    else {
      return false
    }
    return enrolment.roots.roots.contains {
      $0.mldsa65 != nil && certificate.isSigned(by: $0.key)
    }
  }
}

extension Enrolment {
  /// The same enrolment after the province certified the kiosk anew.
  fileprivate func certified(
    by certificate: DeviceCertificate, companion: CompanionCertificate?, roots: RootList
  ) -> Enrolment {
    Enrolment(
      provinceHost: provinceHost, url: url, verifier: verifier, token: token,
      pullTokenDigest: pullTokenDigest, deviceCertificate: certificate, companion: companion,
      roots: roots)
  }
}
