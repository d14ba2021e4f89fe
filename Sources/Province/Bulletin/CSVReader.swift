/// Reads a table as spreadsheets write it (RFC 4180): UTF-8 with or without a byte order mark, parted by
/// commas or semicolons, fields in quotes where they need them.
struct CSVReader {
  /// One line of the table with its number in the file, from 1.
  struct Record: Equatable {
    let line: Int
    let fields: [String]
  }

  /// The longest file, in bytes.
  static let byteLimit = 16 << 20
  /// The most lines.
  static let recordLimit = 50_000

  private let bytes: [UInt8]
  private let separator: UInt8
  private var position = 0
  private var line = 1

  /// Every record of a file; empty lines are left out.
  /// - Throws: `ImportError` with the line where the form breaks.
  static func records(_ bytes: [UInt8]) throws(ImportError) -> [Record] {
    guard bytes.count <= byteLimit else {
      throw ImportError("The file is longer than 16 MiB. Import it in parts.")
    }
    guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
      throw ImportError(
        "The file is not UTF-8 text. Save it in the spreadsheet as \"CSV UTF-8\".")
    }
    var reader = CSVReader(bytes)
    var records: [Record] = []
    while let record = try reader.next() {
      guard !record.fields.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) else { continue }
      records.append(record)
      guard records.count <= recordLimit else {
        throw ImportError("The file has more than \(recordLimit) lines. Import it in parts.")
      }
    }
    return records
  }

  private init(_ all: [UInt8]) {
    let hasMark = all.starts(with: [0xEF, 0xBB, 0xBF])
    bytes = hasMark ? Array(all.dropFirst(3)) : all
    let head = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    let semicolons = head.count { $0 == UInt8(ascii: ";") }
    separator = UInt8(ascii: semicolons > head.count { $0 == UInt8(ascii: ",") } ? ";" : ",")
  }

  private mutating func next() throws(ImportError) -> Record? {
    guard position < bytes.count else { return nil }
    let start = line
    var fields: [String] = []
    while true {
      fields.append(try field(column: fields.count + 1))
      guard position < bytes.count, bytes[position] == separator else { break }
      position += 1
    }
    endLine()
    return Record(line: start, fields: fields)
  }

  /// Skips CR LF, LF or CR.
  private mutating func endLine() {
    guard position < bytes.count else { return }
    let isPair = bytes[position...].starts(with: [0x0D, 0x0A])
    position += isPair ? 2 : 1
    line += 1
  }

  private mutating func field(column: Int) throws(ImportError) -> String {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return plain() }
    let start = line
    position += 1
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.count, bytes[position] == byte else {
          guard isEnd else {
            throw ImportError(
              line: line, column: "\(column)",
              "Text follows a closing quote. Double each quote inside the field.")
          }
          return String(decoding: text, as: UTF8.self)
        }
        position += 1
      }
      if byte == 0x0A { line += 1 }
      text.append(byte)
    }
    throw ImportError(
      line: start, column: "\(column)",
      "A quote opens here and is never closed. Close it, or double it if it is part of the text.")
  }

  private var isEnd: Bool {
    position >= bytes.count || [separator, 0x0A, 0x0D].contains(bytes[position])
  }

  private mutating func plain() -> String {
    let start = position
    while !isEnd { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }
}
