/// The root's word for the key that signs status lists, for about a year. It says its purpose, so that
/// it never passes for a device's certificate, nor the other way round.
package struct StatusCertificate: Equatable, Sendable {
  /// How long a status key is certified by custom: 366 days.
  package static let validitySeconds: Int64 = 366 * 86_400
  /// Subject and purpose, both the same word.
  private static let word = "status"

  private let certificate: KeyCertificate

  /// First second, since 1970, in which the key may sign lists.
  package var notBefore: Int64 { certificate.notBefore }
  /// Last second, since 1970, in which the key may sign lists.
  package var expires: Int64 { certificate.expires }
  /// The status key.
  package var publicKey: PublicKey { certificate.publicKey }
  /// The first 4 bytes of the root's thumbprint.
  package var issuerKeyId: [UInt8] { certificate.issuerKeyId }
  /// The certificate's bytes: an untagged array of four.
  package var bytes: [UInt8] { certificate.bytes }

  /// Certifies `publicKey` by the root.
  /// - Throws: `TokenError` with `claim` for an empty interval.
  package static func issue(
    notBefore: Int64, expires: Int64, publicKey: PublicKey, root: SigningKey
  ) throws(TokenError) -> StatusCertificate {
    StatusCertificate(
      certificate: try KeyCertificate.issue(
        subject: word, purpose: word, notBefore: notBefore, expires: expires,
        publicKey: publicKey, root: root))
  }

  /// Reads a certificate; its signature is checked by `isSigned`.
  /// - Throws: `TrustError` with `status-certificate`.
  package init(bytes: [UInt8]) throws(TrustError) {
    do {
      try self.init(array: Sign1.decode(bytes))
    } catch let error as TokenError {
      throw TrustError(.statusCertificate, error)
    } catch let error as TrustError {
      throw error
    } catch {
      throw TrustError(.library)
    }
  }

  /// Reads the array that stands in a status list's header.
  init(array: CBOR) throws(TrustError) {
    do {
      certificate = try KeyCertificate(message: Sign1(array: array))
    } catch {
      throw TrustError(.statusCertificate, error)
    }
    guard certificate.subject == StatusCertificate.word,
      certificate.purpose == StatusCertificate.word
    else { throw TrustError(.statusCertificate, "purpose") }
  }

  private init(certificate: KeyCertificate) {
    self.certificate = certificate
  }

  /// Whether `root` signed this certificate.
  package func isSigned(by root: PublicKey) -> Bool {
    certificate.isSigned(by: root)
  }

  /// Whether the key may sign a list in this second.
  package func covers(_ seconds: Int64) -> Bool {
    certificate.covers(seconds)
  }
}
