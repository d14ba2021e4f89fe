package import Evidence

/// The code with which a kiosk is enrolled: twelve letters and digits, typed or scanned once.
///
/// 60 random bits in Crockford's alphabet, which has no I, L, O and U; written `K7Q2-M4TX-9PLD`.
/// The database holds only its SHA-256, which is enough for a secret that nobody could guess.
package struct OneTimeCode: Equatable, Sendable {
  /// The code as it is shown.
  package let text: String
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  /// A new code from the system's random numbers.
  package static func random() -> OneTimeCode {
    let letters = randomBytes(12).map { alphabet[Int($0 & 31)] }
    return OneTimeCode(letters)
  }

  /// Reads a code as people type it: case, spaces and dashes do not matter, O is 0, I and L are 1.
  package init?(typed: String) {
    let plain = typed.uppercased().filter { $0 != "-" && !$0.isWhitespace }
    let letters = plain.map { letter -> Character in
      switch letter {
      case "O": "0"
      case "I", "L": "1"
      default: letter
      }
    }
    guard letters.count == 12, letters.allSatisfy(OneTimeCode.alphabet.contains) else { return nil }
    self.init(letters)
  }

  private init(_ letters: [Character]) {
    let groups = stride(from: 0, to: 12, by: 4).map { String(letters[$0..<($0 + 4)]) }
    text = groups.joined(separator: "-")
  }

  /// What is stored.
  package var digest: Digest { Evidence.sha256(Array(text.utf8)) }
}
