package import Centre

/// Draws a year's register of certificates (sổ cấp giấy chứng nhận), in the layout `register`, over
/// as many pages as it needs. A cancelled row is struck through at the name only, so that it can
/// still be read.
package struct RegisterPaper: Sendable {
  static let layout = "register"
  /// The places that the head, the totals and the foot may have.
  static let values = ListContent.known.union(["registerYear", "standing", "cancelled"])
  /// The places that the cells may have.
  static let rowValues: Set<String> = [
    "row", "displayNumber", "name", "birthYear", "residence", "content", "hours", "issued",
    "signer", "cancelReason", "replacedBy", "replaces", "copies",
  ]

  private let template: ListTemplate?
  private let press: Press

  /// A paper that is drawn on a press shared with others.
  init(template: ListTemplate?, press: Press) {
    self.template = template
    self.press = press
  }

  /// The register as a PDF; a year without certificates is a page that says so.
  package func pdf(_ register: RegisterSheet) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try write(register, to: { bytes += $0 })
    return bytes
  }

  /// Draws the register and gives its bytes away in pieces of about 64 KiB; `sink` must not wait for
  /// a person or a network.
  package func write(
    _ register: RegisterSheet, to sink: ([UInt8]) throws -> Void
  ) throws {
    try press.write(template, content(register), to: sink)
  }

  private func content(_ register: RegisterSheet) -> ListContent {
    let cancelled = register.rows.count { $0.cancelReason != nil }
    var values = ListContent.values(
      parentBody: register.parentBody, issuingBody: register.issuingBody, place: register.place,
      day: register.day, signerTitles: register.signerTitles, signerName: register.signerName,
      count: register.rows.count)
    values["registerYear"] = String(register.year)
    values["standing"] = String(register.rows.count - cancelled)
    values["cancelled"] = String(cancelled)
    let rows = register.rows.enumerated().map { index, row in
      ListContent.Row(
        values: Self.values(row, number: index + 1), isStruck: row.cancelReason != nil)
    }
    return ListContent(
      values: values, rows: rows, isDemonstration: register.isDemonstration, day: register.day)
  }

  private static func values(_ row: RegisterRow, number: Int) -> [String: String] {
    var values = [
      "row": String(number), "displayNumber": row.displayNumber, "name": row.holderName,
      "content": row.content, "issued": Day(daysSince1970: row.issuedDay).ddMMyyyy,
    ]
    values["birthYear"] = row.birthYear.map(String.init)
    values["residence"] = row.residence
    values["hours"] = row.hoursTenths.map(Tenths.text)
    values["signer"] = row.signerName
    values["cancelReason"] = row.cancelReason
    values["replacedBy"] = row.replacedBy
    values["replaces"] = row.replaces
    if row.copies > 1 { values["copies"] = String(row.copies) }
    return values
  }
}

extension Press {
  /// Draws a list in its layout.
  func write(
    _ template: ListTemplate?, _ content: ListContent, to sink: ([UInt8]) throws -> Void
  ) throws {
    guard let template else {
      throw PaperError(
        operation: "draw a list", code: .templateMissing,
        message: "The folder certificate of the assets was not read.")
    }
    try write(template.page, to: sink) { canvas in
      try ListPages(template: template, content: content, canvas: canvas).draw()
      return DocumentFacts(
        title: template.title.filled(content.values) ?? template.title.text,
        author: content.values["issuingBody"] ?? "", subject: template.subject,
        day: Day(daysSince1970: content.day).iso)
    }
  }
}
