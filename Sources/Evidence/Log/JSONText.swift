/// Undoes the escapes of one JSON text and checks its UTF-8.
enum JSONText {
  static func decode(_ raw: ArraySlice<UInt8>, isCanonical: Bool) throws(Malformed) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var index = raw.startIndex
    while index < raw.endIndex {
      guard raw[index] == 0x5C else {
        bytes.append(raw[index])
        index += 1
        continue
      }
      let scalar = try escape(raw, &index)
      guard !isCanonical || isCanonicalEscape(scalar, raw, index) else {
        throw refusal("escape", "A character is escaped in another way than RFC 8785 says.", index)
      }
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw refusal("utf-8", "A text is not valid UTF-8.", raw.startIndex)
    }
    return text
  }

  /// The character of the escape at `index`, which moves past it.
  private static func escape(
    _ raw: ArraySlice<UInt8>, _ index: inout Int
  ) throws(Malformed) -> Unicode.Scalar {
    guard index + 1 < raw.endIndex else {
      throw refusal("escape", "An escape is not complete.", index)
    }
    index += 2
    switch raw[index - 1] {
    case 0x22: return "\""
    case 0x5C: return "\\"
    case 0x2F: return "/"
    case 0x62: return "\u{08}"
    case 0x66: return "\u{0C}"
    case 0x6E: return "\n"
    case 0x72: return "\r"
    case 0x74: return "\t"
    case 0x75: return try unicode(raw, &index)
    default: throw refusal("escape", "This escape does not exist.", index - 1)
    }
  }

  private static func unicode(
    _ raw: ArraySlice<UInt8>, _ index: inout Int
  ) throws(Malformed) -> Unicode.Scalar {
    let start = index
    let unit = try unit(raw, &index)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let isPair =
      unit < 0xDC00 && index + 1 < raw.endIndex && raw[index] == 0x5C
      && raw[index + 1] == 0x75
    guard isPair else { throw refusal("escape", "Half of a surrogate pair is missing.", start) }
    index += 2
    let low = try self.unit(raw, &index)
    guard 0xDC00...0xDFFF ~= low,
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw refusal("escape", "Half of a surrogate pair is missing.", start) }
    return scalar
  }

  private static func unit(
    _ raw: ArraySlice<UInt8>, _ index: inout Int
  ) throws(Malformed) -> UInt32 {
    guard index + 4 <= raw.endIndex else {
      throw refusal("escape", "An escape is not complete.", index)
    }
    var value: UInt32 = 0
    for digit in raw[index..<index + 4] {
      switch digit {
      case 0x30...0x39: value = value << 4 | UInt32(digit - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(digit - 0x41 + 10)
      case 0x61...0x66: value = value << 4 | UInt32(digit - 0x61 + 10)
      default: throw refusal("escape", "An escape needs four hexadecimal digits.", index)
      }
    }
    index += 4
    return value
  }

  /// Whether the escape that ended at `end` is the one RFC 8785 section 3.2.2.2 prescribes.
  private static func isCanonicalEscape(
    _ scalar: Unicode.Scalar, _ raw: ArraySlice<UInt8>, _ end: Int
  ) -> Bool {
    var writer = JSONWriter()
    writer.write(String(Character(scalar)))
    let expected = writer.bytes.dropFirst().dropLast()
    return expected.count > 1 && raw[..<end].suffix(expected.count).elementsEqual(expected)
  }

  private static func refusal(_ code: String, _ message: String, _ offset: Int) -> Malformed {
    Malformed(operation: "JSON", code: code, message: message, offset: offset)
  }
}
