/// The number of a certificate: gap-free per centre and year, restarting at 1 each 1 January, and
/// never used twice.
package struct CertificateNumber: Hashable, Sendable, CustomStringConvertible {
  /// The issuing centre.
  package let centre: CentreCode
  /// The calendar year of issue.
  package let year: Int
  /// The position in the year's register, from 1.
  package let sequence: Int

  /// A number by its parts; year 2000...9999, sequence 1...999,999.
  package init(centre: CentreCode, year: Int, sequence: Int) {
    self.centre = centre
    self.year = year
    self.sequence = sequence
  }

  /// Reads `14464-1-2026-000012`, or nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[2].utf8.count == 4, parts[3].utf8.count == 6,
      isASCIIDigits(parts[2]), isASCIIDigits(parts[3]),
      let centre = try? CentreCode("\(parts[0])-\(parts[1])"), let year = Int(parts[2]),
      let sequence = Int(parts[3]), sequence > 0
    else { return nil }
    self.init(centre: centre, year: year, sequence: sequence)
  }

  /// The number as it is stored, signed and looked up: `14464-1-2026-000012`.
  package var text: String { "\(centre.text)-\(year)-\(padded(sequence, 6))" }

  /// The number as the paper words it, zero-padded below ten: `02/GCN-TTHTCĐ`.
  package var display: String { "\(padded(sequence, 2))/GCN-TTHTCĐ" }

  /// The same as `text`.
  package var description: String { text }
}
