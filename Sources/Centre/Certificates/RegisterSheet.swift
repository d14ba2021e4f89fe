/// Everything that is drawn of a year's register of certificates (sổ cấp giấy chứng nhận).
///
/// The PDF is a pure function of it. All strings are NFC; days are days since 1970-01-01 in the
/// Vietnamese calendar.
package struct RegisterSheet: Equatable, Sendable {
  /// The body that the centre belongs to, in capitals.
  package var parentBody: String
  /// The body that keeps the register, in capitals.
  package var issuingBody: String
  /// The place in the dateline.
  package var place: String
  /// The calendar year of the register.
  package var year: Int
  /// The day in the dateline: when the register was closed or printed.
  package var day: Int64
  /// The signer's office, one line each.
  package var signerTitles: [String]
  /// The signer's name, when the centre wants it printed under the signature.
  package var signerName: String?
  /// Whether the certificates are signed under a demonstration root, which every page then says.
  package var isDemonstration: Bool
  /// The certificates by number, cancelled ones too.
  package var rows: [RegisterRow]

  /// Makes a register from its parts; nothing is checked here.
  package init(
    parentBody: String, issuingBody: String, place: String, year: Int, day: Int64,
    signerTitles: [String], signerName: String?, isDemonstration: Bool, rows: [RegisterRow]
  ) {
    self.parentBody = parentBody
    self.issuingBody = issuingBody
    self.place = place
    self.year = year
    self.day = day
    self.signerTitles = signerTitles
    self.signerName = signerName
    self.isDemonstration = isDemonstration
    self.rows = rows
  }
}
