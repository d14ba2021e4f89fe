import Centre

/// What the places of a certificate's words stand for, by name; a value that a sheet does not have
/// is missing.
enum SheetValues {
  /// Every name that a template may use.
  static let known: Set<String> = [
    "parentBody", "issuingBody", "displayNumber", "number", "place", "day", "month", "year",
    "salutation", "name", "capitalName", "birthYear", "residence", "courseTitle", "sessions",
    "hours", "from", "to", "on", "citation", "basis", "fingerprint", "copy",
  ]

  /// The values of a sheet.
  static func values(_ sheet: CertificateSheet) -> [String: String] {
    let issued = DatelineDay(sheet.issuedDay)
    var values = [
      "parentBody": sheet.parentBody, "issuingBody": sheet.issuingBody,
      "displayNumber": sheet.displayNumber, "number": sheet.number, "place": sheet.place,
      "day": issued.day, "month": issued.month, "year": issued.year, "name": sheet.holderName,
      "capitalName": sheet.holderName.uppercased(), "courseTitle": sheet.courseTitle,
      "fingerprint": sheet.rootFingerprint,
    ]
    values["salutation"] = sheet.salutation
    values["birthYear"] = sheet.birthYear.map(String.init)
    values["residence"] = sheet.residence
    values["citation"] = sheet.citation
    values["basis"] = sheet.basis
    if sheet.sessionCount > 0 { values["sessions"] = String(sheet.sessionCount) }
    if sheet.hoursTenths > 0 { values["hours"] = Tenths.text(sheet.hoursTenths) }
    let first = Day(daysSince1970: sheet.fromDay).ddMMyyyy
    if sheet.fromDay == sheet.toDay {
      values["on"] = first
    } else {
      values["from"] = first
      values["to"] = Day(daysSince1970: sheet.toDay).ddMMyyyy
    }
    if sheet.copyNumber > 1 { values["copy"] = String(sheet.copyNumber) }
    return values
  }
}
