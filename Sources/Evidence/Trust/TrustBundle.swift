/// Everything a verifier is told about withdrawn certificates, in one file that is taken whole or not at
/// all: the status list, the device notices it commits to, by custom the root list, and the ML-DSA-65
/// signature over the status list.
package struct TrustBundle: Equatable, Sendable {
  /// The longest bundle, in bytes.
  package static let byteLimit = 1 << 20
  /// The most device notices of one bundle.
  package static let noticeLimit = 1000
  /// What HTTP calls it.
  package static let mediaType = "application/vnd.learning-kiosk.bundle+cbor;v=1"
  /// What the file is called by custom.
  package static let fileName = "revocations.bundle"
  private static let version: Int64 = 1
  /// Opens what the second signature is over, so that no other signature of the key fits.
  private static let context = [UInt8]("learning-kiosk/status-list/v1\n".utf8)

  /// The root list that its maker knows; the verifier page gets the roots by another way.
  package let roots: RootList?
  /// The status list.
  package let list: StatusList
  /// The device notices, in the order the list commits to.
  package let notices: [DeviceNotice]
  /// The certificate of the status key's second key.
  package let companion: CompanionCertificate?
  /// The bundle's bytes.
  package let bytes: [UInt8]

  private let rootsJSON: [UInt8]?
  private let secondSignature: [UInt8]?

  /// Makes and signs a bundle.
  /// - Parameters:
  ///   - address: where the list is kept, e.g. `https://hoc.ninhbinh.example/v1/status`.
  ///   - companion: the certificate of the key's ML-DSA-65 half; without it there is no second signature.
  /// - Throws: `TrustError` with `contradiction` when key, certificate and time do not fit, `too-long`,
  ///   `form` for too many notices, `library`.
  package static func make(
    table: StatusTable, address: String, issuedAtSeconds: Int64, certificate: StatusCertificate,
    key: HybridKey, notices: [DeviceNotice], roots: RootList?, companion: CompanionCertificate?
  ) throws(TrustError) -> TrustBundle {
    let list = try StatusList.issue(
      table: table, address: address, issuedAtSeconds: issuedAtSeconds,
      noticesDigest: digest(of: notices), certificate: certificate, key: key.ed25519)
    var members: [(label: Int64, value: CBOR)] = [
      (1, .integer(version)), (4, .bytes(list.bytes)),
      (5, .array(notices.map { .bytes($0.bytes) })),
    ]
    if let roots {
      guard let json = try? roots.json() else { throw TrustError(.roots) }
      members.append((label: 3, value: .bytes(json)))
    }
    if let companion {
      guard let halfKey = key.mldsa65, halfKey.publicKey == companion.publicKey else {
        throw TrustError(.contradiction, "companion")
      }
      guard let signature = try? halfKey.sign(context + list.bytes) else {
        throw TrustError(.library)
      }
      let second = CBOR.labelled([(1, companion.cbor), (2, .bytes(signature))])
      members.append((label: 6, value: second))
    }
    return try TrustBundle(bytes: CBOR.labelled(members).encoded())
  }

  /// Reads a bundle; whom it comes from is judged by `verify`.
  /// - Throws: `TrustError`.
  package init(bytes: [UInt8]) throws(TrustError) {
    guard bytes.count <= TrustBundle.byteLimit else { throw TrustError(.tooLong) }
    let cbor: CBOR
    do {
      cbor = try CBOR.decode(bytes, maxBytes: TrustBundle.byteLimit)
    } catch {
      throw TrustError(.cbor, error.reason.rawValue)
    }
    guard let version = cbor[1]?.integer else { throw TrustError(.form) }
    guard version == TrustBundle.version else { throw TrustError(.version) }
    let parts = try TrustBundle.parts(cbor)
    rootsJSON = cbor[3]?.byteString
    roots = try rootsJSON.map { json throws(TrustError) in
      guard let list = try? RootList(json: json) else { throw TrustError(.roots) }
      return list
    }
    list = try StatusList(bytes: parts.list)
    notices = try parts.notices.map { bytes throws(TrustError) in try DeviceNotice(bytes: bytes) }
    guard list.noticesDigest == TrustBundle.digest(of: notices) else { throw TrustError(.notices) }
    companion = try cbor[6]?[1].map { value throws(TrustError) in
      try CompanionCertificate(cbor: value)
    }
    secondSignature = cbor[6]?[2]?.byteString
    self.bytes = bytes
  }

  /// The root that vouches for the bundle, once everything in it is found to be signed.
  /// - Throws: `TrustError` with `unknown-root`, `root-signature`, `before-root`, `outside-validity`,
  ///   `list-signature`, `notice-signature` or `companion`.
  package func verify(by roots: RootList) throws(TrustError) -> RootKey {
    let root = try issuer(among: roots)
    guard list.certificate.notBefore >= root.notBeforeSeconds else { throw TrustError(.beforeRoot) }
    guard list.certificate.covers(list.issuedAtSeconds) else { throw TrustError(.outsideValidity) }
    guard list.isSigned else { throw TrustError(.listSignature) }
    let isEachSigned = notices.allSatisfy { notice in
      roots.real.contains { notice.isSigned(by: $0.key) }
    }
    guard isEachSigned else { throw TrustError(.noticeSignature) }
    guard root.mldsa65 == nil || isSignedTwice(by: root) else { throw TrustError(.companion) }
    return root
  }

  /// The bundle as the verifier page carries it: without root list and ML-DSA-65.
  package var strippedForPage: [UInt8] {
    CBOR.labelled([
      (1, .integer(TrustBundle.version)), (4, .bytes(list.bytes)),
      (5, .array(notices.map { .bytes($0.bytes) })),
    ]).encoded()
  }

  /// A root that everybody can sign with, the demonstration root, must not withdraw anything.
  private func issuer(among roots: RootList) throws(TrustError) -> RootKey {
    let candidates = RootList(roots: roots.real).candidates(list.certificate.issuerKeyId)
    guard !candidates.isEmpty else { throw TrustError(.unknownRoot) }
    guard let root = candidates.first(where: { list.certificate.isSigned(by: $0.key) }) else {
      throw TrustError(.rootSignature)
    }
    return root
  }

  private func isSignedTwice(by root: RootKey) -> Bool {
    guard let key = root.mldsa65, let companion, let secondSignature else { return false }
    return companion.isSigned(by: key, kcwt: list.certificate.bytes)
      && companion.publicKey.isValid(
        signature: secondSignature, for: TrustBundle.context + list.bytes)
  }

  private static func parts(
    _ cbor: CBOR
  ) throws(TrustError) -> (list: [UInt8], notices: [[UInt8]]) {
    let labels: [Int64] = [1, 3, 4, 5, 6]
    guard let list = cbor[4]?.byteString, case .array(let notices) = cbor[5],
      notices.count <= noticeLimit, notices.allSatisfy({ $0.byteString != nil }),
      cbor.memberCount == labels.count(where: { cbor[$0] != nil }),
      cbor[3] == nil || cbor[3]?.byteString != nil,
      cbor[6] == nil || cbor[6]?.memberCount == 2 && cbor[6]?[2]?.byteString != nil
    else { throw TrustError(.form) }
    return (list, notices.compactMap(\.byteString))
  }

  private static func digest(of notices: [DeviceNotice]) -> Digest {
    sha256(notices.flatMap(\.bytes))
  }
}
