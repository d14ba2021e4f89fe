import Centre

/// What a list says, as its template's places name it.
struct ListContent {
  /// For the head, the closing lines, the signatures and the foot.
  var values: [String: String]
  /// One for each row.
  var rows: [Row]
  var isDemonstration: Bool
  var day: Int64

  /// A row's values, and whether its name is struck through.
  struct Row {
    var values: [String: String]
    var isStruck = false
  }

  /// The names of what every list has.
  static let known: Set<String> = [
    "parentBody", "issuingBody", "place", "day", "month", "year", "office1", "office2",
    "signerName", "count", "page", "pages",
  ]

  /// The values that every list has, but for the pages.
  static func values(
    parentBody: String, issuingBody: String, place: String, day: Int64, signerTitles: [String],
    signerName: String?, count: Int
  ) -> [String: String] {
    let date = DatelineDay(day)
    var values = [
      "parentBody": parentBody, "issuingBody": issuingBody, "place": place, "day": date.day,
      "month": date.month, "year": date.year, "count": String(count),
    ]
    values["office1"] = signerTitles.first
    values["office2"] = signerTitles.dropFirst().first
    values["signerName"] = signerName
    return values
  }
}
