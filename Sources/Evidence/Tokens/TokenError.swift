/// Why bytes are not a token of this product, before any signature is looked at.
package struct TokenError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package enum Reason: String, Sendable, CaseIterable {
    /// The text is empty.
    case empty
    /// The text is not one of our QR texts.
    case notOurs = "not-ours"
    /// The decimal digits have a length or a group that no token gives.
    case digits
    /// The bytes are not deterministic CBOR; `detail` is the `CBORError` reason.
    case cbor
    /// Not a COSE_Sign1 of the expected shape, or an unprotected header is set.
    case structure
    /// A protected header is missing, unknown or wrong.
    case header
    /// The algorithm is not Ed25519.
    case algorithm
    /// A claim is missing or wrong.
    case claim
    /// The embedded device certificate is not one, or its key is not canonical.
    case deviceCertificate = "device-certificate"
    /// More than 1,024 bytes.
    case tooLong = "too-long"
    /// Only when issuing: the key is not the one in the device certificate.
    case keyMismatch = "key-mismatch"
    /// Only when issuing: the time is outside the device certificate's validity.
    case outsideValidity = "outside-validity"
    /// Only when issuing: the cryptographic library failed.
    case library
  }

  /// What is wrong.
  package let reason: Reason
  /// A finer word, e.g. the CBOR rule that was broken.
  package let detail: String
  /// The byte, or the digit, where reading stopped, when there is one.
  package let offset: Int?

  /// One refusal.
  package init(_ reason: Reason, _ detail: String = "", offset: Int? = nil) {
    self.reason = reason
    self.detail = detail
    self.offset = offset
  }

  init(_ error: CBORError, base: Int = 0) {
    self.init(.cbor, error.reason.rawValue, offset: base + error.offset)
  }

  /// A stable word for programs: the reason, the finer word and the offset, as far as there are any.
  package var code: String {
    let finer = detail.isEmpty ? "" : ":" + detail
    return reason.rawValue + finer + (offset.map { "@\($0)" } ?? "")
  }

  /// The refusal as one line for a log.
  package var description: String { "The token is refused: \(code)" }
}
