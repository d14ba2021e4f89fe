package import Evidence

/// Takes in what the offline root has signed: each answer is checked against what was asked and against
/// the root list, and stored on its own.
package struct AnswerImport: Sendable {
  let pool: ConnectionPool
  let keys: KeyRing

  /// Works on the shared database and keys.
  package init(pool: ConnectionPool, keys: KeyRing) {
    self.pool = pool
    self.keys = keys
  }

  /// What became of the answers.
  package struct Outcome: Sendable {
    /// Kiosks that have a new certificate, with the answer that a stick may carry to them.
    package fileprivate(set) var certificates: [CertificateAnswer] = []
    /// Status keys that may sign from now on.
    package fileprivate(set) var statusKeys = 0
    /// Devices withdrawn by a signed notice.
    package fileprivate(set) var notices = 0
    /// Why the others were refused, a sentence each.
    package fileprivate(set) var refusals: [Saying] = []
  }

  /// Takes in a file's answers; a second time it changes nothing.
  package func take(_ answers: RootAnswers) throws -> Outcome {
    var outcome = Outcome()
    for device in answers.devices {
      try attempt(.rootRefusedKiosk, ["log": device.log], &outcome) { outcome, connection in
        outcome.certificates.append(try take(device, connection))
      }
    }
    for (index, pair) in answers.status.enumerated() {
      try attempt(.rootRefusedStatusKey, ["number": index + 1], &outcome) { outcome, connection in
        try takeStatus(pair, connection)
        outcome.statusKeys += 1
      }
    }
    for (index, notice) in answers.notices.enumerated() {
      try attempt(.rootRefusedNotice, ["number": index + 1], &outcome) { outcome, connection in
        try takeNotice(notice, connection)
        outcome.notices += 1
      }
    }
    return outcome
  }

  /// A refused answer does not keep the others out; a failing database does.
  private func attempt(
    _ refusal: CommandText, _ which: [String: any CustomStringConvertible],
    _ outcome: inout Outcome,
    _ step: (inout Outcome, Connection) throws -> Void
  ) throws {
    do {
      outcome = try pool.transaction { connection in
        var changed = outcome
        try KeyLock.shared(connection)
        try step(&changed, connection)
        return changed
      }
    } catch let error as PostgresError {
      throw error
    } catch {
      outcome.refusals.append(
        Saying(refusal, which.merging(["reason": "\(error)"]) { own, _ in own }))
    }
  }

  private func take(
    _ device: RootAnswers.Device, _ connection: Connection
  ) throws -> CertificateAnswer {
    guard let kiosk = try Applicant.lock(device.log, connection) else {
      throw RootDocumentError(message: "No kiosk with this log is enrolled.")
    }
    guard !kiosk.isRevoked else { throw RootDocumentError(message: "The kiosk is withdrawn.") }
    let roots = try keys.roots()
    let answer = try RootAnswers.certificate(device, roots: roots)
    // Which second key is the kiosk's was for the root to judge: its request may have gone to it directly.
    let second = answer.companion?.publicKey
    _ = try answer.verify(key: kiosk.stream.key, second: second, known: roots)
    guard let held = try kiosk.held.map({ try DeviceCertificate(bytes: $0.certificate) }),
      held.expires >= answer.deviceCertificate.expires, held != answer.deviceCertificate
    else {
      try Applicant.store(device.pair, mldsa65: second, stream: kiosk.stream.id, connection)
      return answer
    }
    throw RootDocumentError(message: "The kiosk has a certificate that lasts longer.")
  }

  private func takeStatus(_ pair: Certifier.Pair, _ connection: Connection) throws {
    let certificate = try StatusCertificate(bytes: pair.certificate)
    let root = try listed { certificate.isSigned(by: $0) }
    if let second = root.mldsa65 {
      let companion = try pair.companion.map { try CompanionCertificate(bytes: $0) }
      guard companion?.isSigned(by: second, kcwt: pair.certificate) == true else {
        throw RootDocumentError(message: "Its ML-DSA-65 part is missing or wrong.")
      }
    }
    let known = try connection.query(
      #"SELECT mldsa65, certificate FROM "statusKey" WHERE key = $1"#,
      [.bytes(certificate.publicKey.bytes)]
    ).first
    guard let known else { throw RootDocumentError(message: "The key was not made here.") }
    guard try known.optionalBytes("certificate") != pair.certificate else { return }
    guard try StatusKeys.store(pair, connection) else {
      throw RootDocumentError(message: "The key has a certificate that lasts longer.")
    }
  }

  private func takeNotice(_ bytes: [UInt8], _ connection: Connection) throws {
    let notice = try DeviceNotice(bytes: bytes)
    _ = try listed { notice.isSigned(by: $0) }
    let rows = try connection.query(
      "SELECT key, good FROM notice WHERE issued = $1", [.time(notice.issuedAtSeconds * 1000)])
    let asked = try rows.first { row in
      try PublicKey(bytes: try row.bytes("key")).thumbprint == notice.thumbprint
    }
    guard let asked, try asked.bytes("good") == notice.goodCertificates.flatMap(\.bytes) else {
      throw RootDocumentError(message: "It is not what was asked for here.")
    }
    try connection.change(
      "UPDATE notice SET bytes = $3 WHERE key = $1 AND issued = $2 AND bytes IS NULL",
      [
        .bytes(try asked.bytes("key")), .time(notice.issuedAtSeconds * 1000), .bytes(bytes),
      ])
  }

  private func listed(_ isSigner: (PublicKey) -> Bool) throws -> RootKey {
    let root = try keys.roots().roots.first { !$0.isDemonstration && isSigner($0.key) }
    guard let root else {
      throw RootDocumentError(
        message: "No root of this province's list signed it. Run provinced root adopt first.")
    }
    return root
  }
}
