/// Everything that a province tells its kiosks, in one file that is taken whole or not at all: roots,
/// the bundle of withdrawn certificates, device keys, administrative units, rubrics, targets and
/// announcements. A COSE_Sign1 by the status key, whose certificate it carries.
package struct Bulletin: Equatable, Sendable {
  /// The longest bulletin, in bytes.
  package static let byteLimit = 4 << 20
  /// What HTTP calls it.
  package static let mediaType = "application/vnd.learning-kiosk.bulletin+cose;v=1"
  /// What the file is called by custom.
  package static let fileName = "bulletin.cose"
  private static let contentType = "application/learning-kiosk-bulletin"

  /// What it says.
  package let content: BulletinContent
  /// The root's word for the key that signed it.
  package let certificate: StatusCertificate
  /// The bulletin's bytes, with tag 18.
  package let bytes: [UInt8]

  private let message: Sign1
  private let keyId: [UInt8]

  /// Signs a bulletin.
  /// - Throws: `TrustError` with `contradiction` and `key` or `validity` when certificate, key and time
  ///   do not fit; `bulletin` when the content breaks a limit; `too-long`; `library`.
  package static func issue(
    _ content: BulletinContent, certificate: StatusCertificate, key: SigningKey
  ) throws(TrustError) -> Bulletin {
    guard key.publicKey == certificate.publicKey else { throw TrustError(.contradiction, "key") }
    guard certificate.covers(content.issuedAtSeconds) else {
      throw TrustError(.contradiction, "validity")
    }
    guard let kcwt = try? CBOR.decode(certificate.bytes) else { throw TrustError(.library) }
    let header: [(label: Int64, value: CBOR)] = [
      (4, .bytes(key.publicKey.keyId)), (13, kcwt), (16, .text(contentType)),
    ]
    let payload: [UInt8]
    do {
      payload = try content.value.canonical()
    } catch {
      throw TrustError(.bulletin, error.code)
    }
    guard let message = try? Sign1.sign(header: header, bytes: payload, key: key) else {
      throw TrustError(.library)
    }
    // What nobody would take must not be given out: the reader's limits are the writer's.
    return try Bulletin(bytes: message.tagged)
  }

  /// Reads a bulletin; whom it comes from is judged by `verify`.
  /// - Throws: `TrustError` with `too-long`, `bulletin`, `status-certificate`, `version`, `roots`, or
  ///   what is wrong with the bundle in it.
  package init(bytes: [UInt8]) throws(TrustError) {
    guard bytes.count <= Bulletin.byteLimit else { throw TrustError(.tooLong) }
    do {
      message = try Sign1(tagged: bytes, maxBytes: Bulletin.byteLimit)
      let header = try message.header(labels: [1, 4, 13, 16])
      keyId = try StatusList.keyId(header, contentType: Bulletin.contentType)
      certificate = try StatusCertificate(array: header[13] ?? .map([]))
    } catch let error as TokenError {
      throw TrustError(.bulletin, error)
    } catch let error as TrustError {
      throw error
    } catch {
      throw TrustError(.library)
    }
    let value: CanonicalValue
    do {
      value = try CanonicalValue(canonical: message.payload)
    } catch {
      throw TrustError(.bulletin, "json:\(error.code)")
    }
    content = try BulletinContent(value)
    self.bytes = bytes
  }

  /// Whether bytes begin as a bulletin does and a bundle or an answer does not, so that files from a
  /// stick are told apart by what they hold.
  package static func isLikely(_ bytes: [UInt8]) -> Bool {
    bytes.first == 0xD2 && bytes.dropFirst().first == 0x84
  }

  /// The root that vouches for the bulletin, once its signature is found to be good. The bundle in it
  /// is judged by itself.
  /// - Throws: `TrustError` with `unknown-root`, `root-signature`, `before-root`, `outside-validity` or
  ///   `bulletin-signature`.
  @discardableResult
  package func verify(by roots: RootList) throws(TrustError) -> RootKey {
    let candidates = RootList(roots: roots.real).candidates(certificate.issuerKeyId)
    guard !candidates.isEmpty else { throw TrustError(.unknownRoot) }
    guard let root = candidates.first(where: { certificate.isSigned(by: $0.key) }) else {
      throw TrustError(.rootSignature)
    }
    guard certificate.notBefore >= root.notBeforeSeconds else { throw TrustError(.beforeRoot) }
    guard certificate.covers(content.issuedAtSeconds) else { throw TrustError(.outsideValidity) }
    guard keyId == certificate.publicKey.keyId, message.isSigned(by: certificate.publicKey) else {
      throw TrustError(.bulletinSignature)
    }
    return root
  }
}
