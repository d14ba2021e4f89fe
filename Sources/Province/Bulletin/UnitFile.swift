import Centre
import Evidence

/// The administrative units of a file, read line by line: code, name, kind, parent, valid_from, valid_to,
/// successor, in any order of columns.
struct UnitFile {
  /// The units in the order of the file.
  let units: [BulletinUnit]
  /// For each unit, its line in the file.
  let lines: [Int]

  private static let columns: [UnitCheck.Field] = [
    .code, .name, .kind, .parent, .from, .to, .successor,
  ]

  /// Reads the file.
  /// - Throws: `ImportError` with every line that cannot be read.
  init(_ bytes: [UInt8]) throws(ImportError) {
    var records = try CSVReader.records(bytes)
    guard !records.isEmpty else { throw ImportError("The file is empty.") }
    let places = try UnitFile.places(records.removeFirst())
    var units: [BulletinUnit] = []
    var lines: [Int] = []
    var flaws: [ImportError.Flaw] = []
    for record in records {
      do {
        units.append(try UnitLine(record, places).unit())
        lines.append(record.line)
      } catch {
        flaws += error.flaws
      }
    }
    guard flaws.isEmpty else { throw ImportError(flaws) }
    guard !units.isEmpty else {
      throw ImportError("The file has a header and no units under it.")
    }
    self.units = units
    self.lines = lines
  }

  /// Where each column stands.
  private static func places(
    _ header: CSVReader.Record
  ) throws(ImportError) -> [UnitCheck.Field: Int] {
    var places: [UnitCheck.Field: Int] = [:]
    var flaws: [ImportError.Flaw] = []
    let known = columns.map(\.rawValue).joined(separator: ", ")
    for (index, name) in header.fields.enumerated() {
      let word = trimmed(name).lowercased()
      guard let field = UnitCheck.Field(rawValue: word), places[field] == nil else {
        guard !word.isEmpty else { continue }
        let what = places.keys.contains { $0.rawValue == word } ? "stands twice" : "is not known"
        flaws.append(
          ImportError.Flaw(
            line: header.line, column: "\(index + 1)",
            message: "The column \"\(word)\" \(what). The columns are \(known)."))
        continue
      }
      places[field] = index
    }
    let missing = columns.filter { places[$0] == nil }.map(\.rawValue)
    if !missing.isEmpty {
      flaws.append(
        ImportError.Flaw(
          line: header.line, column: nil,
          message: "The header lacks \(missing.joined(separator: ", ")). The first line names the "
            + "columns: \(known)."))
    }
    guard flaws.isEmpty else { throw ImportError(flaws) }
    return places
  }

  static func trimmed(_ text: String) -> String {
    let tail = text.reversed().prefix(while: \.isWhitespace).count
    return String(text.dropLast(tail).drop(while: \.isWhitespace))
  }
}

/// One line of a file of units.
private struct UnitLine {
  let record: CSVReader.Record
  let places: [UnitCheck.Field: Int]

  init(_ record: CSVReader.Record, _ places: [UnitCheck.Field: Int]) throws(ImportError) {
    self.record = record
    self.places = places
    let surplus = record.fields.dropFirst((places.values.max() ?? 0) + 1)
    guard surplus.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) else {
      throw ImportError(
        line: record.line, column: "\(record.fields.count)",
        "The line has more fields than the header. Put a name with a separator in it in quotes.")
    }
  }

  func unit() throws(ImportError) -> BulletinUnit {
    var flaws: [ImportError.Flaw] = []
    func reading<Value>(_ read: () throws(ImportError) -> Value) -> Value? {
      do { return try read() } catch {
        flaws += error.flaws
        return nil
      }
    }
    let code = reading { () throws(ImportError) in try self.code(.code) }
    let name = reading { () throws(ImportError) in try self.name() }
    let kind = reading { () throws(ImportError) in try self.kind(of: code ?? "") }
    let parent = reading { () throws(ImportError) in try optionalCode(.parent) } ?? nil
    let from = reading { () throws(ImportError) in try day(.from) } ?? nil
    let to = reading { () throws(ImportError) in try day(.to) } ?? nil
    let successor = reading { () throws(ImportError) in try optionalCode(.successor) } ?? nil
    if from == nil, !flaws.contains(where: { $0.column == UnitCheck.Field.from.rawValue }) {
      flaws += wrong(.from, "is empty. Write the first day as 2025-07-01.").flaws
    }
    guard flaws.isEmpty, let code, let name, let kind, let from else { throw ImportError(flaws) }
    return BulletinUnit(
      code: code, name: name, kind: kind.rawValue, parent: parent, fromDay: from.daysSince1970,
      toDay: to?.daysSince1970, successor: successor)
  }

  private func text(_ field: UnitCheck.Field) -> String {
    guard let place = places[field], place < record.fields.count else { return "" }
    return nfc(UnitFile.trimmed(record.fields[place]))
  }

  private func code(_ field: UnitCheck.Field) throws(ImportError) -> String {
    let text = text(field)
    guard UnitCheck.isCode(text) else {
      let digits = text.utf8.count
      let isShort = (1...4).contains(digits) && text.utf8.allSatisfy { (48...57).contains($0) }
      let advice =
        isShort
        ? " A spreadsheet may have dropped its leading zeros: format the column as text."
        : " A code is 2 digits for a province, 3 for a former district, 5 for a commune."
      throw wrong(field, "\"\(text)\" is not a code.\(advice)")
    }
    return text
  }

  private func optionalCode(_ field: UnitCheck.Field) throws(ImportError) -> String? {
    text(field).isEmpty ? nil : try code(field)
  }

  private func name() throws(ImportError) -> String {
    let name = text(.name)
    guard 1...200 ~= name.count else {
      throw wrong(.name, name.isEmpty ? "is empty." : "is longer than 200 characters.")
    }
    let isDamaged = name.unicodeScalars.contains { scalar in
      scalar == "\u{FFFD}" || scalar.properties.generalCategory == .control
        || scalar.properties.generalCategory == .format
    }
    guard !isDamaged, !name.contains("?") else {
      throw wrong(.name, "\"\(name)\" has lost its marks. Save the file as \"CSV UTF-8\".")
    }
    return name
  }

  private func kind(of code: String) throws(ImportError) -> UnitKind {
    guard let kind = UnitKind(text(.kind), code: code) else {
      throw wrong(
        .kind,
        "\"\(text(.kind))\" is not a kind. Write tỉnh, thành phố, xã, phường, đặc khu, or for the "
          + "time before 2025-07-01 huyện, quận, thị xã, thị trấn.")
    }
    return kind
  }

  private func day(_ field: UnitCheck.Field) throws(ImportError) -> Day? {
    let text = text(field)
    guard !text.isEmpty else { return nil }
    let parts = text.split(separator: "/")
    let slashed =
      parts.count == 3 && parts[2].utf8.count == 4
      ? Day(compact: parts.map { $0.utf8.count == 1 ? "0\($0)" : String($0) }.joined()) : nil
    guard let day = Day(iso: text) ?? slashed, day.daysSince1970 >= 0 else {
      throw wrong(field, "\"\(text)\" is not a day. Write 2025-07-01 or 01/07/2025.")
    }
    return day
  }

  private func wrong(_ field: UnitCheck.Field, _ message: String) -> ImportError {
    ImportError(line: record.line, column: field.rawValue, message)
  }
}
