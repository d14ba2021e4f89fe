/// Reads one JSON text (RFC 8259) strictly: UTF-8, no duplicate names, at most 16 levels, nothing
/// after the value.
///
/// Written here because a refusal has to name the byte it stumbled over, and because a check-in's
/// body is read on the hot path.
package struct JSONReader {
  private let bytes: [UInt8]
  private var index = 0
  private static let maxDepth = 16
  private static let digitBytes = UInt8(ascii: "0")...UInt8(ascii: "9")

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The value that `bytes` spell.
  package static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.index == bytes.count else { throw reader.error("Unexpected text after the value") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    skipSpace()
    let start = index
    guard depth <= Self.maxDepth else { throw error("Nested too deeply") }
    let content: JSONValue.Content
    switch peek {
    case UInt8(ascii: "{"): content = .object(try object(depth: depth))
    case UInt8(ascii: "["): content = .list(try list(depth: depth))
    case UInt8(ascii: "\""): content = .text(try text())
    case .some(let byte) where byte == UInt8(ascii: "-") || Self.digitBytes.contains(byte):
      content = .number(try number())
    case UInt8(ascii: "t"): content = try word("true", .boolean(true))
    case UInt8(ascii: "f"): content = try word("false", .boolean(false))
    case UInt8(ascii: "n"): content = try word("null", .null)
    case nil: throw error("The text ends too early")
    default: throw error("Expected a value")
    }
    return JSONValue(content: content, offset: start)
  }

  private mutating func object(depth: Int) throws(JSONError) -> [JSONMember] {
    var members: [JSONMember] = []
    index += 1
    skipSpace()
    if take(UInt8(ascii: "}")) { return members }
    repeat {
      skipSpace()
      let start = index
      guard peek == UInt8(ascii: "\"") else { throw error("Expected a name in double quotes") }
      let name = try text()
      guard !members.contains(where: { $0.name == name }) else {
        throw JSONError(message: "The name \"\(name)\" stands twice", offset: start)
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("Expected a colon") }
      members.append(JSONMember(name: name, value: try value(depth: depth + 1)))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw error("Expected a comma or a closing brace") }
    return members
  }

  private mutating func list(depth: Int) throws(JSONError) -> [JSONValue] {
    var values: [JSONValue] = []
    index += 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return values }
    repeat {
      values.append(try value(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw error("Expected a comma or a closing bracket") }
    return values
  }

  private mutating func word(
    _ word: String, _ content: JSONValue.Content
  ) throws(JSONError) -> JSONValue.Content {
    guard bytes[index...].starts(with: word.utf8) else { throw error("Expected a value") }
    index += word.utf8.count
    return content
  }

  private mutating func number() throws(JSONError) -> String {
    let start = index
    _ = take(UInt8(ascii: "-"))
    let leading = index
    guard digits() > 0 else { throw error("Expected a digit") }
    guard bytes[leading] != UInt8(ascii: "0") || index == leading + 1 else {
      throw JSONError(message: "A number must not begin with 0", offset: leading)
    }
    if take(UInt8(ascii: ".")) {
      guard digits() > 0 else { throw error("Expected a digit") }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw error("Expected a digit") }
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = index
    while let byte = peek, Self.digitBytes.contains(byte) { index += 1 }
    return index - start
  }

  private mutating func text() throws(JSONError) -> String {
    let start = index
    var units: [UInt8] = []
    index += 1
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        guard let text = String(validating: units, as: UTF8.self) else {
          throw JSONError(message: "The string is not valid UTF-8", offset: start)
        }
        return text
      case UInt8(ascii: "\\"):
        units += try escape().utf8
      case 0..<0x20:
        throw error("A control character must be escaped")
      default:
        units.append(byte)
        index += 1
      }
    }
    throw error("The string is not closed")
  }

  private mutating func escape() throws(JSONError) -> String {
    let start = index
    index += 1
    guard let byte = peek else { throw error("The string is not closed") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return String(try scalar(from: start))
    default: throw JSONError(message: "Unknown escape", offset: start)
    }
  }

  private mutating func scalar(from start: Int) throws(JSONError) -> Unicode.Scalar {
    let first = try hex4()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw JSONError(message: "Half of a surrogate pair", offset: start)
    }
    let second = try hex4()
    let pair = 0x10000 + (first - 0xD800) << 10 + (second &- 0xDC00)
    guard (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(pair) else {
      throw JSONError(message: "Half of a surrogate pair", offset: start)
    }
    return scalar
  }

  private mutating func hex4() throws(JSONError) -> UInt32 {
    guard index + 4 <= bytes.count,
      bytes[index..<index + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw error("Expected four hexadecimal digits") }
    index += 4
    return value
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  private func error(_ message: String) -> JSONError {
    JSONError(message: message, offset: index)
  }
}
