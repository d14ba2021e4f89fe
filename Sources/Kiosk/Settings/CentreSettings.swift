import Centre

/// Whose kiosk this is, as screens and papers name it.
package struct CentreSettings: Equatable, Sendable {
  /// The centre's code: five digits of the commune, a hyphen, the number in the commune.
  package var code: String
  /// The centre's full name.
  package var name: String
  /// The commune with its rank, e.g. "Xã Gia Viễn".
  package var communeName: String
  /// The province, e.g. "Ninh Bình".
  package var provinceName: String
  /// The place that stands before a date on paper.
  package var place: String
  /// The upper line at the left of a certificate: the body above the centre.
  package var parentBody: String
  /// The lower line at the left of a certificate: the body that issues it.
  package var issuingBody: String

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    code = try reader.text("centre.code", "14464-1", least: 7, most: 9)
    guard (try? CentreCode(code)) != nil else {
      throw reader.wrong(
        "centre.code", "must be a commune code of 5 digits, a hyphen and a number, as 14464-1")
    }
    name = try reader.text(
      "centre.name", "Trung tâm học tập cộng đồng xã Gia Viễn", least: 1, most: 120)
    communeName = try reader.text("centre.communeName", "Xã Gia Viễn", least: 1, most: 60)
    provinceName = try reader.text("centre.provinceName", "Ninh Bình", least: 1, most: 60)
    place = try reader.text("centre.place", "Gia Viễn", least: 1, most: 60)
    parentBody = try reader.text(
      "centre.parentBody", "ỦY BAN NHÂN DÂN XÃ GIA VIỄN", least: 1, most: 120)
    issuingBody = try reader.text(
      "centre.issuingBody", "TRUNG TÂM HỌC TẬP CỘNG ĐỒNG", least: 1, most: 120)
  }
}
