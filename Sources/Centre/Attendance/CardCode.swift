/// The number on a resident's card: nine digits and a Damm check digit.
///
/// Digits only, so that keyboard scanners and the Telex and VNI input methods cannot damage it.
/// Damm's quasigroup (H. M. Damm, 2004) finds every single wrong digit and every swapped pair of
/// neighbours.
package struct CardCode: Hashable, Sendable, CustomStringConvertible {
  /// The largest sequence number that fits nine digits.
  package static let maximumSequence: Int64 = 999_999_999

  /// All ten digits, leading zeros kept.
  package let digits: String

  /// The card of the resident with this sequence number, 0 to `maximumSequence`.
  package init(sequence: Int64) {
    precondition((0...CardCode.maximumSequence).contains(sequence), "card sequence out of range")
    let body = padded(sequence, 9)
    digits = body + String(Damm.interim(body.utf8))
  }

  /// Reads ten digits; spaces and dashes between them are allowed.
  package init(_ text: String) throws(Unreadable) {
    let plain = String(text.filter { $0 != " " && $0 != "-" })
    guard !plain.isEmpty else { throw .empty }
    guard isASCIIDigits(plain) else { throw .unknownForm }
    guard plain.utf8.count == 10 else { throw .wrongLength(digits: plain.utf8.count) }
    guard Damm.interim(plain.utf8) == 0 else { throw .wrongCheckDigit }
    digits = plain
  }

  /// The sequence number without the check digit.
  package var sequence: Int64 { (Int64(digits) ?? 0) / 10 }

  /// The card as printed, in groups that are easy to read aloud: `0000 0012 34`.
  package var spaced: String {
    let letters = Array(digits)
    return "\(String(letters[0..<4])) \(String(letters[4..<8])) \(String(letters[8..<10]))"
  }

  /// The ten digits.
  package var description: String { digits }
}

/// Damm's check digit over decimal digits.
private enum Damm {
  private static let table: [[Int]] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
  ]

  static func interim(_ digits: String.UTF8View) -> Int {
    digits.reduce(0) { table[$0][Int($1) - 0x30] }
  }
}
