/// A root's word that a device's key is no longer to be trusted, e.g. because the kiosk was stolen:
/// whatever that key signed is withdrawn, but for the certificates that were known before.
package struct DeviceNotice: Equatable, Sendable {
  static let contentType = "application/learning-kiosk-notice+cwt"
  /// The claim that names the key and what stays good.
  private static let label: Int64 = -65_540

  /// The device's name.
  package let device: String
  /// When the notice was made, in seconds since 1970; of two notices the newer one counts.
  package let issuedAtSeconds: Int64
  /// The thumbprint of the device's key (RFC 9679).
  package let thumbprint: Digest
  /// The certificates that stay good, sorted.
  package let goodCertificates: [CertificateIdentity]
  /// The notice's bytes, with tag 18.
  package let bytes: [UInt8]

  private let rootKeyId: [UInt8]
  private let message: Sign1

  /// Signs a notice by the root.
  /// - Throws: `TrustError` with `notice` for an empty device name or more certificates than fit into a
  ///   bundle; `library`.
  package static func issue(
    device: String, publicKey: PublicKey, goodCertificates: Set<CertificateIdentity>,
    issuedAtSeconds: Int64, root: SigningKey
  ) throws(TrustError) -> DeviceNotice {
    let own = CBOR.labelled([
      (1, .bytes(publicKey.thumbprint.bytes)),
      (2, .bytes(goodCertificates.sorted().flatMap(\.bytes))),
    ])
    let claims = CBOR.labelled([
      (2, .text(device)), (6, .integer(issuedAtSeconds)), (label, own),
    ])
    let header: [(label: Int64, value: CBOR)] = [
      (4, .bytes(root.publicKey.keyId)), (16, .text(contentType)),
    ]
    guard let message = try? Sign1.sign(header: header, payload: claims, key: root) else {
      throw TrustError(.library)
    }
    return try DeviceNotice(bytes: message.tagged)
  }

  /// Reads a notice; its signature is checked by `isSigned`.
  /// - Throws: `TrustError` with `notice`.
  package init(bytes: [UInt8]) throws(TrustError) {
    do {
      message = try Sign1(tagged: bytes, maxBytes: TrustBundle.byteLimit)
      let header = try message.header(labels: [1, 4, 16])
      rootKeyId = try StatusList.keyId(header, contentType: DeviceNotice.contentType)
      let claims = try message.claims(maxBytes: TrustBundle.byteLimit)
      guard let device = claims[2]?.text, 1...64 ~= device.utf8.count else {
        throw TokenError(.claim, "2")
      }
      self.device = device
      issuedAtSeconds = try StatusList.time(claims)
      guard let own = claims[DeviceNotice.label],
        let thumbprint = own[1]?.byteString.flatMap(Digest.init(bytes:)),
        let good = own[2]?.byteString.flatMap(DeviceNotice.identities)
      else { throw TokenError(.claim, "\(DeviceNotice.label)") }
      self.thumbprint = thumbprint
      goodCertificates = good
    } catch let error as TokenError {
      throw TrustError(.notice, error)
    } catch {
      throw TrustError(.library)
    }
    self.bytes = bytes
  }

  /// Whether `root` signed this notice.
  package func isSigned(by root: PublicKey) -> Bool {
    rootKeyId == root.keyId && message.isSigned(by: root)
  }

  /// Whether the notice withdraws a certificate: one under its key that it does not name as good.
  package func withdraws(_ token: CertificateToken) -> Bool {
    guard token.deviceCertificate.publicKey.thumbprint == thumbprint else { return false }
    let identity = token.identity
    var (low, high) = (0, goodCertificates.count)
    while low < high {
      let middle = (low + high) / 2
      if goodCertificates[middle] < identity { low = middle + 1 } else { high = middle }
    }
    return low == goodCertificates.count || goodCertificates[low] != identity
  }

  /// The notice that counts for each key: the newest; of two equally new ones, the one whose bytes
  /// come later, so that everyone chooses the same.
  package static func newest(of notices: [DeviceNotice]) -> [DeviceNotice] {
    var newest: [Digest: DeviceNotice] = [:]
    for notice in notices {
      guard let held = newest[notice.thumbprint], !held.isOlder(than: notice) else {
        newest[notice.thumbprint] = notice
        continue
      }
    }
    return newest.values.sorted {
      $0.thumbprint.bytes.lexicographicallyPrecedes($1.thumbprint.bytes)
    }
  }

  private func isOlder(than other: DeviceNotice) -> Bool {
    guard issuedAtSeconds == other.issuedAtSeconds else {
      return issuedAtSeconds < other.issuedAtSeconds
    }
    return bytes.lexicographicallyPrecedes(other.bytes)
  }

  /// Takes sorted identities apart; nil unless they are whole, sorted and different.
  private static func identities(_ bytes: [UInt8]) -> [CertificateIdentity]? {
    let width = CertificateIdentity.byteCount
    guard bytes.count.isMultiple(of: width) else { return nil }
    let list = stride(from: 0, to: bytes.count, by: width).compactMap {
      CertificateIdentity(bytes: [UInt8](bytes[$0..<$0 + width]))
    }
    return zip(list, list.dropFirst()).allSatisfy { $0 < $1 } ? list : nil
  }
}
