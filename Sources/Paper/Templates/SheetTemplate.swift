/// The layout of a certificate: what is drawn where, in which words and colours. It is data in
/// `assets/certificate`, which a centre may copy and change; reading refuses what cannot be printed
/// and what every certificate must have.
struct SheetTemplate {
  /// The name that certificates keep, so that they are printed the same way again.
  let name: String
  let page: PageSize
  /// What the document is called: "GIẤY CHỨNG NHẬN".
  let title: String
  let subject: String
  /// The drawing behind everything; its file's name beside the template.
  let border: String?
  /// Where a centre's emblem stands; nil leaves it out.
  let emblem: EmblemPlace?
  let columns: [Column]
  let code: CodePlace
  let signature: SignaturePlace
  /// The mark of a demonstration paper.
  let demonstration: Demonstration

  /// How a paper signed under the demonstration root says that it is worth nothing.
  struct Demonstration {
    let words: String
    let style: TextStyle
    let y: Double
  }

  /// Reads a template.
  init(file: String, bytes: [UInt8]) throws(TemplateError) {
    var reader = try TemplateReader(file: file, bytes: bytes)
    name = try Self.name(&reader)
    page = try PageSize(&reader)
    title = try Lettering.checked(try reader.text("title"), field: "title", reader)
    subject = try Lettering.checked(try reader.text("subject"), field: "subject", reader)
    border = reader.has("border") ? try reader.text("border", most: 64) : nil
    let styles = try TemplateStyles(&reader)
    if reader.has("emblem") {
      var place = try reader.object("emblem")
      emblem = try EmblemPlace(&place, page: page)
    } else {
      emblem = nil
    }
    let known = SheetValues.known
    var columns: [Column] = []
    for var column in try reader.objects("columns", most: 12) {
      columns.append(try Column(&column, styles, known: known, page: page))
    }
    self.columns = columns
    var place = try reader.object("code")
    code = try CodePlace(&place, styles, known: known, page: page)
    place = try reader.object("signature")
    signature = try SignaturePlace(&place, styles, known: known, page: page)
    place = try reader.object("demonstration")
    demonstration = try Demonstration(&place, styles, page: page)
    try reader.finish()
    try requireNeeded(reader)
  }

  /// What no certificate may lack, whatever it looks like.
  private func requireNeeded(_ reader: TemplateReader) throws(TemplateError) {
    let places = (columns.flatMap(\.items) + code.above + code.beside)
      .reduce(into: Set<String>()) { $0.formUnion($1.places) }
    let wanted: [[String]] = [
      ["name", "capitalName"], ["courseTitle"], ["number"], ["displayNumber"], ["issuingBody"],
      ["fingerprint"], ["copy"],
    ]
    for names in wanted where !names.contains(where: places.contains) {
      throw reader.wrong("columns", "say nowhere {\(names[names.count - 1])}")
    }
  }

  /// Names travel in records and in file names.
  static func name(_ reader: inout TemplateReader) throws(TemplateError) -> String {
    let name = try reader.text("name", most: 32)
    let isPlain = name.utf8.allSatisfy { byte in
      (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2d
    }
    guard isPlain else {
      throw reader.wrong("name", "may have only small letters a to z, digits and hyphens")
    }
    return name
  }
}

extension SheetTemplate.Demonstration {
  fileprivate init(
    _ reader: inout TemplateReader, _ styles: TemplateStyles, page: PageSize
  ) throws(TemplateError) {
    words = try Lettering.checked(try reader.text("text", most: 60), field: "text", reader)
    style = try styles.style("style", &reader)
    y = try reader.number("y", in: 0...page.height)
    try reader.finish()
  }
}

extension PageSize {
  /// Reads `page`: A4 or A5 lying or standing, and anything between.
  init(_ reader: inout TemplateReader) throws(TemplateError) {
    var page = try reader.object("page")
    self.init(
      width: try page.number("width", in: 140...420),
      height: try page.number("height", in: 140...420))
    try page.finish()
  }
}
