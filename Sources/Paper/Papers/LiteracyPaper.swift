package import Centre

/// Draws a list of learners whom the centre proposes as literate, in the layout `literacy`, over as
/// many pages as it needs.
package struct LiteracyPaper: Sendable {
  static let layout = "literacy"
  /// The places that the head, the totals and the foot may have.
  static let values = ListContent.known.union([
    "level", "className", "submission", "women",
  ])
  /// The places that the cells may have.
  static let rowValues: Set<String> = [
    "row", "name", "sex", "birthYear", "residence", "sessions", "completed", "note",
  ]

  private let template: ListTemplate?
  private let press: Press

  /// A paper that is drawn on a press shared with others.
  init(template: ListTemplate?, press: Press) {
    self.template = template
    self.press = press
  }

  /// The list as a PDF; one without learners is refused as `library`.
  package func pdf(_ list: LiteracySheet) throws -> [UInt8] {
    guard !list.rows.isEmpty else {
      throw PaperError(
        operation: "draw a list of learners", code: .library, message: "There is nobody on it.")
    }
    var bytes: [UInt8] = []
    try press.write(template, content(list), to: { bytes += $0 })
    return bytes
  }

  private func content(_ list: LiteracySheet) -> ListContent {
    var values = ListContent.values(
      parentBody: list.parentBody, issuingBody: list.issuingBody, place: list.place, day: list.day,
      signerTitles: list.signerTitles, signerName: list.signerName, count: list.rows.count)
    values["level"] = String(list.level.rawValue)
    values["className"] = list.className
    values["submission"] = list.submission
    values["women"] = String(list.rows.count { $0.sex == .female })
    let rows = list.rows.enumerated().map { index, row in
      ListContent.Row(values: Self.values(row, number: index + 1))
    }
    return ListContent(
      values: values, rows: rows, isDemonstration: list.isDemonstration, day: list.day)
  }

  private static func values(_ row: LiteracyRow, number: Int) -> [String: String] {
    var values = [
      "row": String(number), "name": row.name, "sessions": String(row.sessionCount),
      "completed": Day(daysSince1970: row.completedDay).ddMMyyyy,
    ]
    values["sex"] = row.sex.map { $0 == .female ? "Nữ" : "Nam" }
    values["birthYear"] = row.birthYear.map(String.init)
    values["residence"] = row.residence
    if !row.note.isEmpty { values["note"] = row.note }
    return values
  }
}
