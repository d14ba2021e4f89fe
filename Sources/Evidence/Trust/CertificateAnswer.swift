/// The province's answer to a `CertificateRequest`: the certificate, and the roots that vouch for it.
package struct CertificateAnswer: Equatable, Sendable {
  /// The longest answer, in bytes.
  package static let byteLimit = 512 << 10

  /// The log of the device that asked.
  package let log: LogID
  /// The device's certificate.
  package let deviceCertificate: DeviceCertificate
  /// The certificate of its second key, if it asked for one and the root has one.
  package let companion: CompanionCertificate?
  /// The province's root list.
  package let roots: RootList

  /// An answer of known parts.
  package init(
    log: LogID, deviceCertificate: DeviceCertificate, companion: CompanionCertificate?,
    roots: RootList
  ) {
    self.log = log
    self.deviceCertificate = deviceCertificate
    self.companion = companion
    self.roots = roots
  }

  /// Reads an answer; whether its root is to be trusted is judged by `verify`.
  /// - Throws: `TrustError` with `request` and `too-long`, `json` or `member`, `roots` or `companion`.
  package init(json: [UInt8]) throws(TrustError) {
    guard json.count <= CertificateAnswer.byteLimit else { throw TrustError(.request, "too-long") }
    guard let value = try? CanonicalValue(json: json), let members = value.object else {
      throw TrustError(.request, "json")
    }
    let known: Set<String> = ["log", "deviceCertificate", "companion", "roots"]
    guard Set(members.keys).isSubset(of: known),
      let log = members["log"]?.text.flatMap({ try? LogID(hex: $0) }),
      let kcwt = members["deviceCertificate"]?.text.flatMap({ try? Base64.decode($0) }),
      let certificate = try? DeviceCertificate(bytes: kcwt), let list = members["roots"]
    else { throw TrustError(.request, "member") }
    guard let roots = try? RootList(list) else { throw TrustError(.roots) }
    companion = try members["companion"].map { value throws(TrustError) in
      guard let bytes = value.text.flatMap({ try? Base64.decode($0) }) else {
        throw TrustError(.companion, "form")
      }
      return try CompanionCertificate(bytes: bytes)
    }
    self.log = log
    self.roots = roots
    deviceCertificate = certificate
  }

  /// The answer in canonical JSON.
  package func json() throws(Malformed) -> [UInt8] {
    try value.canonical()
  }

  /// The same before it is written, for files that hold several.
  package var value: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "log": .text(log.hex),
      "deviceCertificate": .text(Base64.encode(deviceCertificate.bytes)), "roots": roots.value,
    ]
    if let companion { members["companion"] = .text(Base64.encode(companion.bytes)) }
    return .object(members)
  }

  /// The root list to hold from now on, when this answer certifies `key` under a root that is known or
  /// that the adoption rule reaches. Times are the caller's to judge: it knows its clock.
  /// - Parameter second: the device's ML-DSA-65 key, if it has one; a companion must be for it.
  /// - Throws: `TrustError` with `request` and `key`, `roots`, `unknown-root`, `root-signature`,
  ///   `before-root` or `companion`.
  package func verify(
    key: PublicKey, second: MLDSA65PublicKey?, known: RootList
  ) throws(TrustError) -> RootList {
    guard deviceCertificate.publicKey == key else { throw TrustError(.request, "key") }
    let adopted = try known.adopting(roots)
    let candidates = adopted.candidates(deviceCertificate.issuerKeyId)
    guard !candidates.isEmpty else { throw TrustError(.unknownRoot) }
    guard let root = candidates.first(where: { deviceCertificate.isSigned(by: $0.key) }) else {
      throw TrustError(.rootSignature)
    }
    guard deviceCertificate.notBefore >= root.notBeforeSeconds else {
      throw TrustError(.beforeRoot)
    }
    guard let companion else { return adopted }
    guard let rootKey = root.mldsa65, companion.publicKey == second,
      companion.isSigned(by: rootKey, kcwt: deviceCertificate.bytes)
    else { throw TrustError(.companion) }
    return adopted
  }
}
