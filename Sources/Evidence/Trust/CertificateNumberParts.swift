/// A certificate's number taken apart, as the status list counts it: `14464-1-2026-000012` is number 12
/// of the year 2026 at the centre `14464-1`. The centre's code is taken as it stands.
package struct CertificateNumberParts: Hashable, Sendable {
  /// The longest centre code, in bytes.
  static let centreLimit = 32
  /// The years a number may have.
  static let years = 2000...9999
  /// The positions a number may have in its year's register.
  static let sequences = 1...999_999

  /// The issuing centre's code.
  package let centre: String
  /// The year of the register.
  package let year: Int
  /// The position in the register, from 1.
  package let sequence: Int

  init(centre: String, year: Int, sequence: Int) {
    self.centre = centre
    self.year = year
    self.sequence = sequence
  }

  /// Reads a number in its one spelling; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3, let sequence = Int(parts[parts.count - 1]),
      let year = Int(parts[parts.count - 2])
    else { return nil }
    let centre = parts.dropLast(2).joined(separator: "-")
    self.init(centre: centre, year: year, sequence: sequence)
    guard CertificateNumberParts.isCentre(centre), CertificateNumberParts.years.contains(year),
      CertificateNumberParts.sequences.contains(sequence), self.text == text
    else { return nil }
  }

  /// The number as it is signed, the sequence padded to six digits.
  package var text: String {
    let digits = String(sequence)
    return "\(centre)-\(year)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
  }

  /// Whether a text may name a centre: 1 to 32 characters of printable ASCII.
  static func isCentre(_ text: String) -> Bool {
    1...centreLimit ~= text.utf8.count && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
  }
}
