import Centre

/// A table as an Office Open XML workbook (ECMA-376) of one sheet, which Excel and LibreOffice open
/// with every mark in place: texts are texts and never formulas, days are days. The first row stays
/// in sight and filters the others.
struct Workbook {
  /// Days from 30 December 1899, where spreadsheets begin to count, to 1970.
  private static let daysBefore1970: Int64 = 25_569
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let relations =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
  private static let declaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

  /// The file's bytes.
  static func bytes(_ table: Table) -> [UInt8] {
    var archive = ZipArchive()
    let parts = [
      ("[Content_Types].xml", contentTypes), ("_rels/.rels", rootRelations),
      ("xl/workbook.xml", workbook(table)), ("xl/_rels/workbook.xml.rels", workbookRelations),
      ("xl/styles.xml", styles), ("xl/worksheets/sheet1.xml", sheet(table)),
    ]
    for (name, text) in parts { archive.add(name, Array((declaration + text).utf8)) }
    return archive.finished()
  }

  // MARK: The sheet

  private static func sheet(_ table: Table) -> String {
    let last = "\(letter(table.columns.count - 1))\(table.rows.count + 1)"
    var text = """
      <worksheet xmlns="\(main)"><dimension ref="A1:\(last)"/><sheetViews>\
      <sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" \
      state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>
      """
    for (index, column) in table.columns.enumerated() {
      text +=
        "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(column.width)\" customWidth=\"1\"/>"
    }
    text += "</cols><sheetData>"
    text += row(1, table.columns.map { .text($0.title) }, style: 1)
    for (index, cells) in table.rows.enumerated() { text += row(index + 2, cells, style: 0) }
    return text + "</sheetData><autoFilter ref=\"A1:\(last)\"/></worksheet>"
  }

  private static func row(_ number: Int, _ cells: [Table.Cell], style: Int) -> String {
    let drawn = cells.enumerated().map { index, cell in
      self.cell("\(letter(index))\(number)", cell, style)
    }
    return "<row r=\"\(number)\">\(drawn.joined())</row>"
  }

  private static func cell(_ place: String, _ cell: Table.Cell, _ style: Int) -> String {
    switch cell {
    case .text(let text):
      """
      <c r="\(place)" s="\(style)" t="inlineStr"><is><t xml:space="preserve">\
      \(escaped(text))</t></is></c>
      """
    case .number(let number): "<c r=\"\(place)\" s=\"\(style)\"><v>\(number)</v></c>"
    case .tenths(let tenths):
      "<c r=\"\(place)\" s=\"\(style)\"><v>\(tenths / 10).\(abs(tenths % 10))</v></c>"
    case .day(let day):
      "<c r=\"\(place)\" s=\"2\"><v>\(day.daysSince1970 + daysBefore1970)</v></c>"
    case .empty: ""
    }
  }

  /// A, B, ... Z, AA, ...
  private static func letter(_ index: Int) -> String {
    let last = String(UnicodeScalar(UInt8(65 + index % 26)))
    return index < 26 ? last : letter(index / 26 - 1) + last
  }

  /// Text as XML 1.0 takes it; characters that it has no place for are left out.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  // MARK: The parts around it

  private static func workbook(_ table: Table) -> String {
    """
    <workbook xmlns="\(main)" xmlns:r="\(relations)"><sheets>\
    <sheet name="\(escaped(table.name))" sheetId="1" r:id="rId1"/></sheets></workbook>
    """
  }

  private static let contentTypes = """
    <Types xmlns="\(package)/content-types">\
    <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
    <Default Extension="xml" ContentType="application/xml"/>\
    <Override PartName="/xl/workbook.xml" ContentType="\(type).sheet.main+xml"/>\
    <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(type).worksheet+xml"/>\
    <Override PartName="/xl/styles.xml" ContentType="\(type).styles+xml"/></Types>
    """

  private static let rootRelations = """
    <Relationships xmlns="\(package)/relationships"><Relationship Id="rId1" \
    Type="\(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>
    """

  private static let workbookRelations = """
    <Relationships xmlns="\(package)/relationships"><Relationship Id="rId1" \
    Type="\(relations)/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" \
    Type="\(relations)/styles" Target="styles.xml"/></Relationships>
    """

  /// Style 0 plain, 1 the heading, 2 a day.
  private static let styles = """
    <styleSheet xmlns="\(main)"><numFmts count="1">\
    <numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>\
    <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
    <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
    <fills count="2"><fill><patternFill patternType="none"/></fill>\
    <fill><patternFill patternType="gray125"/></fill></fills>\
    <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
    <cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
    <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
    <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
    </cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
    </styleSheet>
    """
}
