import Centre

/// Which part of which register somebody wants to see.
package struct RegisterWish: Equatable, Sendable {
  /// The calendar year.
  package var year: Int
  /// The centre that issued; a kiosk has several registers of a year only after a merger.
  package var centre: String
  /// A course's code; empty for all.
  package var course = ""
  /// A number or words of a name; empty for all.
  package var query = ""

  package init(year: Int, centre: String) {
    self.year = year
    self.centre = centre
  }

  /// Whether it is the whole register.
  package var isWhole: Bool { course.isEmpty && query.isEmpty }

  /// Whether a certificate is wanted: by its number, "12", "12/GCN-TTHTCĐ" or in full, or by words
  /// that the holder's name has, with or without marks.
  func takes(_ certificate: Certificate) -> Bool {
    guard course.isEmpty || certificate.courseCode == course else { return false }
    let query = Name.tidied(query)
    guard !query.isEmpty else { return true }
    if certificate.number == query || certificate.sheet.displayNumber == query { return true }
    if let sequence = Int(query.prefix { $0 != "/" }) {
      return CertificateNumber(certificate.number)?.sequence == sequence
    }
    let words = Name.foldedWords(query)
    let held = Name.foldedWords(certificate.holderName)
    return !words.isEmpty
      && words.allSatisfy { word in held.contains { $0.hasPrefix(word) } }
  }
}
