/// Why CBOR bytes were refused, and where.
package struct CBORError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The rule of RFC 8949 or of certificates.md that was broken.
  package enum Reason: String, Sendable, CaseIterable {
    /// The bytes end inside a value.
    case truncated
    /// Something follows the value.
    case trailing
    /// An indefinite length (section 3.2).
    case indefinite
    /// An argument in a longer form than needed (section 4.2.1).
    case notShortest = "not-shortest"
    /// Additional information 28 to 30 (section 3).
    case reserved
    /// A float (major type 7).
    case float
    /// `true`, `false`, `null` or another simple value: tokens hold none.
    case simple
    /// Deeper than the limit.
    case tooDeep = "too-deep"
    /// Longer than the limit.
    case tooLong = "too-long"
    /// Map keys not in bytewise order (section 4.2.1).
    case keyOrder = "key-order"
    /// A map key that stands twice (section 5.6).
    case duplicateKey = "duplicate-key"
    /// A text that is not valid UTF-8.
    case notUTF8 = "not-utf-8"
    /// A text that is not in Normalization Form C.
    case notNFC = "not-nfc"
    /// An integer outside 64 signed bits.
    case integerRange = "integer-range"
  }

  /// The broken rule.
  package let reason: Reason
  /// Offset of the value, or of the byte, that broke it.
  package let offset: Int

  /// One refusal.
  package init(_ reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// The refusal as one line for a log.
  package var description: String { "CBOR is refused at byte \(offset): \(reason.rawValue)" }
}
