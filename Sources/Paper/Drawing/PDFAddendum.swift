import Glibc

/// What cairo cannot say in a PDF and readers aloud need: that the language is Vietnamese, that the
/// window shows the title, and what each figure is.
///
/// It is appended as an incremental update (ISO 32000-1, 7.5.6): the document's catalog and figure
/// elements once more, with the entries added, and a table that points at them. To find these
/// objects it looks at the bytes that pass by; where another cairo writes them differently, nothing
/// is appended and the document stays as it is.
struct PDFAddendum {
  /// An object that passed by: its number and the lines between `<<` and `>>`.
  private struct Object {
    let number: Int
    let body: String
  }

  /// More of the stream than any object that is looked for.
  private static let overlap = 512
  private static let figure = "<< /Type /StructElem\n   /S /Figure\n"
  private static let catalog = "<< /Type /Catalog\n"

  private var figureObjects: [Object] = []
  private var catalogObject: Object?
  private var tail: [UInt8] = []
  private var count = 0

  /// Looks at the next bytes of the document.
  mutating func look(at piece: [UInt8]) {
    // What began in the last bytes of the piece before is found whole in this one.
    let window = tail + piece
    let settled = max(0, window.count - Self.overlap)
    collect(window, before: settled)
    count += piece.count
    tail = Array(window[settled...])
  }

  /// The bytes to append, once all has been looked at; none when the document is not as expected.
  mutating func bytes(figures: [String]) -> [UInt8] {
    collect(tail, before: tail.count)
    guard let catalogObject, figures.count == figureObjects.count, let trailer = trailer() else {
      return []
    }
    var added: [(number: Int, text: String)] = zip(figureObjects, figures).map { object, words in
      (object.number, Self.figure + "   /Alt \(Self.hex(words))\n" + object.body)
    }
    let language = "   /Lang (vi)\n   /ViewerPreferences << /DisplayDocTitle true >>\n"
    added.append((catalogObject.number, Self.catalog + language + catalogObject.body))
    return Self.update(added, after: count, trailer: trailer)
  }
}

extension PDFAddendum {
  private mutating func collect(_ window: [UInt8], before end: Int) {
    for start in Self.starts(of: Self.figure, in: window, before: end) {
      if let object = Self.object(window, at: start, Self.figure) { figureObjects.append(object) }
    }
    for start in Self.starts(of: Self.catalog, in: window, before: end) {
      catalogObject = Self.object(window, at: start, Self.catalog)
    }
  }

  /// The positions before `end` at which the mark stands.
  private static func starts(of mark: String, in window: [UInt8], before end: Int) -> [Int] {
    let mark = Array(mark.utf8)
    var found: [Int] = []
    var from = 0
    while from < end, let start = firstIndex(of: mark, in: window, from: from), start < end {
      found.append(start)
      from = start + mark.count
    }
    return found
  }

  /// The object whose text starts at a position: its number stands in the line before.
  private static func object(_ window: [UInt8], at start: Int, _ mark: String) -> Object? {
    let head = window[max(0, start - 24)..<start]
    let rest = window[(start + mark.utf8.count)...].prefix(overlap)
    let line = String(decoding: head, as: UTF8.self).split(separator: "\n").last ?? ""
    let words = line.split(separator: " ")
    guard words.count == 3, words[1] == "0", words[2] == "obj", let number = Int(words[0]),
      let end = firstIndex(of: Array("\n>>\nendobj".utf8), in: Array(rest), from: 0)
    else { return nil }
    return Object(number: number, body: String(decoding: rest.prefix(end + 1), as: UTF8.self))
  }

  /// The lines of cairo's trailer and the position of its table.
  private func trailer() -> (entries: String, table: Int)? {
    let text = String(decoding: tail, as: UTF8.self)
    guard
      let found = text.firstMatch(
        of: /trailer\n<< (.+)\n>>\nstartxref\n([0-9]+)\n%%EOF\n/.dotMatchesNewlines()),
      let table = Int(found.2)
    else { return nil }
    return (String(found.1), table)
  }

  private static func update(
    _ added: [(number: Int, text: String)], after start: Int,
    trailer: (entries: String, table: Int)
  ) -> [UInt8] {
    var text = ""
    var table = "xref\n"
    for object in added {
      let offset = String(start + text.utf8.count)
      table += "\(object.number) 1\n"
      table += String(repeating: "0", count: max(0, 10 - offset.count)) + offset + " 00000 n \n"
      text += "\(object.number) 0 obj\n\(object.text)>>\nendobj\n"
    }
    let end = start + text.utf8.count
    text += table + "trailer\n<< \(trailer.entries)\n   /Prev \(trailer.table)\n>>\n"
    return Array((text + "startxref\n\(end)\n%%EOF\n").utf8)
  }

  /// A text string of PDF: UTF-16 with its mark, in hexadecimal digits.
  private static func hex(_ text: String) -> String {
    let units = text.utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: true)
      return String(repeating: "0", count: 4 - digits.count) + digits
    }
    return "<FEFF" + units.joined() + ">"
  }

  private static func firstIndex(of mark: [UInt8], in bytes: [UInt8], from: Int) -> Int? {
    bytes.withUnsafeBytes { bytes -> Int? in
      var from = from
      while let base = bytes.baseAddress, from + mark.count <= bytes.count,
        let found = memchr(base + from, Int32(mark[0]), bytes.count - mark.count + 1 - from)
      {
        from = UnsafeRawPointer(found) - base
        if memcmp(found, mark, mark.count) == 0 { return from }
        from += 1
      }
      return nil
    }
  }
}
