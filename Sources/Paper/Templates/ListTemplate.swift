/// The layout of a list over any number of pages: a head, a table whose heading is repeated, totals
/// and signatures at the end. It is data in `assets/certificate`.
struct ListTemplate {
  let name: String
  let page: PageSize
  /// What the document is called.
  let title: Phrase
  let subject: String
  /// The head of the first page.
  let columns: [Column]
  let table: ListTable
  /// The lines under the table.
  let closing: Column
  /// Who signs, from left to right.
  let signatures: [ListSignature]
  /// The line at the foot of every page, such as the page's number.
  let foot: Column
  /// The mark on every page of a demonstration.
  let demonstration: Column

  /// Reads a template; `rows` and `values` are the names that its places may have.
  init(
    file: String, bytes: [UInt8], values: Set<String>, rows: Set<String>
  ) throws(TemplateError) {
    var reader = try TemplateReader(file: file, bytes: bytes)
    name = try SheetTemplate.name(&reader)
    page = try PageSize(&reader)
    title = Phrase(try Lettering.checked(try reader.text("title"), field: "title", reader))
    subject = try Lettering.checked(try reader.text("subject"), field: "subject", reader)
    let styles = try TemplateStyles(&reader)
    let place = ListPlace(styles: styles, known: values, page: page)
    columns = try place.columns("columns", &reader)
    var table = try reader.object("table")
    self.table = try ListTable(&table, styles, known: rows, page: page)
    closing = try place.column("closing", &reader)
    foot = try place.column("foot", &reader)
    demonstration = try place.column("demonstration", &reader)
    var signatures: [ListSignature] = []
    for var signature in try reader.objects("signatures", most: 3) {
      signatures.append(try ListSignature(&signature, place))
    }
    self.signatures = signatures
    try reader.finish()
  }
}

/// What reading a list's columns needs.
struct ListPlace {
  let styles: TemplateStyles
  let known: Set<String>
  let page: PageSize

  /// One column.
  func column(
    _ field: String, _ reader: inout TemplateReader
  ) throws(TemplateError) -> Column {
    var column = try reader.object(field)
    return try Column(&column, styles, known: known, page: page)
  }

  /// Several columns.
  func columns(
    _ field: String, _ reader: inout TemplateReader
  ) throws(TemplateError) -> [Column] {
    var columns: [Column] = []
    for var column in try reader.objects(field, most: 12) {
      columns.append(try Column(&column, styles, known: known, page: page))
    }
    return columns
  }
}

/// Who signs a list: the office over blank space over the name.
struct ListSignature {
  let column: Column
  /// From the last line of the office to the name, in millimetres.
  let blank: Double
  let name: Wording?
  let nameStyle: TextStyle

  init(_ reader: inout TemplateReader, _ place: ListPlace) throws(TemplateError) {
    column = try place.column("column", &reader)
    blank = try reader.number("blank", in: 10...60)
    nameStyle = try place.styles.style("nameStyle", &reader)
    name = reader.has("text") ? try Wording(&reader, known: place.known) : nil
    try reader.finish()
  }
}
