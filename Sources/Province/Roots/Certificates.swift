package import Evidence
import HTTP

/// Answers kiosks that want a certificate for their key: the first one after an enrolment with an
/// offline root, or the next one before the last ends.
package struct Certificates: Sendable {
  let pool: ConnectionPool
  let keys: KeyRing
  let clock: WallClock
  let days: Int64

  /// Works on the shared database and keys; certificates last so many days.
  package init(pool: ConnectionPool, keys: KeyRing, clock: WallClock, days: Int) {
    self.pool = pool
    self.keys = keys
    self.clock = clock
    self.days = Int64(days)
  }

  /// What a kiosk is told.
  package enum Outcome: Equatable, Sendable {
    /// Here it is.
    case certified(CertificateAnswer)
    /// The request is noted and waits for the offline root.
    case pending
  }

  /// Gives the kiosk of `log` its certificate, or notes that it waits.
  ///
  /// The one it has is given again while more than half of its time is left: a lost answer is harmless,
  /// and no kiosk can keep the root signing.
  /// - Throws: `Problem` 401 for an unknown log, 403 for a withdrawn kiosk, 409 for another key, 422 for
  ///   another log.
  package func request(_ request: CertificateRequest, log: LogID) throws -> Outcome {
    guard request.log == log else { throw Problem.requestLog }
    return try pool.transaction { connection in
      try KeyLock.shared(connection)
      guard let kiosk = try Applicant.lock(log, connection) else { throw Problem.unknownToken }
      guard !kiosk.isRevoked else { throw Problem.revoked }
      guard kiosk.stream.key == request.key else { throw Problem.requestKey }
      if let held = try held(kiosk, by: request) { return .certified(held) }
      guard let root = try keys.root() else {
        try wait(request, kiosk, connection)
        return .pending
      }
      let pair = try Certifier(root: root).device(
        DeviceName.text(centre: kiosk.stream.centre, log: log), key: request.key,
        mldsa65: request.mldsa65, at: clock.seconds, days: days)
      try Applicant.store(pair, mldsa65: request.mldsa65, stream: kiosk.stream.id, connection)
      return .certified(try answer(log, pair))
    }
  }

  /// The certificate that the kiosk has, if it will do: by a root of the list, for the same keys, and
  /// with more than half of its time left.
  private func held(
    _ kiosk: Applicant, by request: CertificateRequest
  ) throws -> CertificateAnswer? {
    guard let pair = kiosk.held, request.mldsa65 == nil || request.mldsa65 == kiosk.mldsa65 else {
      return nil
    }
    let certificate = try DeviceCertificate(bytes: pair.certificate)
    let length = certificate.expires - certificate.notBefore
    guard 2 * (certificate.expires - clock.seconds) > length,
      try keys.roots().roots.contains(where: { certificate.isSigned(by: $0.key) })
    else { return nil }
    return try answer(request.log, pair)
  }

  private func wait(
    _ request: CertificateRequest, _ kiosk: Applicant, _ connection: Connection
  ) throws {
    try connection.change(
      """
      UPDATE kiosk SET request = $2, mldsa65 = coalesce($3, mldsa65),
        requested = coalesce(requested, $4)
      WHERE stream = $1
      """,
      [
        .integer(kiosk.stream.id), .bytes(try request.json()), .bytes(request.mldsa65?.bytes),
        .time(clock.milliseconds()),
      ])
  }

  private func answer(_ log: LogID, _ pair: Certifier.Pair) throws -> CertificateAnswer {
    CertificateAnswer(
      log: log, deviceCertificate: try DeviceCertificate(bytes: pair.certificate),
      companion: try pair.companion.map { try CompanionCertificate(bytes: $0) },
      roots: try keys.roots())
  }
}

extension Problem {
  static let requestLog = Problem(
    422, "request-log", title: "The request is another log's",
    detail: "The request names another log than the path. Send each log's own request.")

  static let requestKey = Problem(
    409, "request-key", title: "The log is enrolled with another key",
    detail: "A log keeps its key. Enrol this kiosk again with a new log.")
}
