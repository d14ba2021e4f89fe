/// The code of a learning centre: its commune's five digits, a dash, its number in the commune.
///
/// Commune codes are text with leading zeros and are never reused.
package struct CentreCode: Hashable, Sendable, CustomStringConvertible {
  /// Why a text is not a centre code.
  package struct Malformed: Error, Equatable {
    /// The text as it was given.
    package let text: String

    /// A refusal of this text.
    package init(text: String) {
      self.text = text
    }
  }

  /// The whole code, such as `14464-1`.
  package let text: String
  /// The commune's five digits.
  package let commune: String
  /// The number of the centre in its commune, 1 to 999.
  package let number: Int

  /// Reads a code such as `14464-1`; throws `Malformed` for anything else.
  package init(_ text: String) throws(Malformed) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 5, isASCIIDigits(parts[0]) else {
      throw Malformed(text: text)
    }
    guard (1...3).contains(parts[1].utf8.count), isASCIIDigits(parts[1]),
      let number = Int(parts[1]),
      number > 0, String(number) == parts[1]
    else { throw Malformed(text: text) }
    self.text = text
    self.commune = String(parts[0])
    self.number = number
  }

  /// The code itself.
  package var description: String { text }
}

/// Whether a text is made of the digits 0 to 9 only; an empty text is not.
func isASCIIDigits(_ text: some StringProtocol) -> Bool {
  !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
}
