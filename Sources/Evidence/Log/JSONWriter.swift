/// Writes canonical JSON (RFC 8785) into a byte buffer.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  private static let hex = [UInt8]("0123456789abcdef".utf8)

  mutating func append(_ byte: UInt8) {
    bytes.append(byte)
  }

  mutating func write(_ value: CanonicalValue, depth: Int) throws(Malformed) {
    guard depth <= CanonicalValue.depthLimit else {
      throw refusal("too-deep", "A value is nested too deeply.")
    }
    switch value {
    case .integer(let number): try write(number)
    case .text(let text): write(text)
    case .boolean(let isTrue): bytes.append(contentsOf: isTrue ? "true".utf8 : "false".utf8)
    case .list(let elements): try write(elements, depth: depth)
    case .object(let members): try write(members, depth: depth)
    }
  }

  mutating func write(_ number: Int64) throws(Malformed) {
    guard number.magnitude <= CanonicalValue.integerLimit.magnitude else {
      throw refusal("integer-range", "An integer is beyond 2^53 - 1.")
    }
    if number < 0 { bytes.append(0x2D) }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      bytes.append(0x30 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  mutating func write(_ text: String) {
    var text = nfc(text)
    bytes.append(0x22)
    text.withUTF8 { utf8 in
      if utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
        bytes.append(contentsOf: utf8)
      } else {
        for byte in utf8 { writeEscaped(byte) }
      }
    }
    bytes.append(0x22)
  }

  /// Writes `"key":`.
  mutating func writeKey(_ key: String) throws(Malformed) {
    guard JSONWriter.isKey(key) else {
      throw refusal("key", "A key is empty, too long or not plain ASCII.")
    }
    bytes.append(0x22)
    bytes.append(contentsOf: key.utf8)
    bytes.append(0x22)
    bytes.append(0x3A)
  }

  private mutating func write(_ elements: [CanonicalValue], depth: Int) throws(Malformed) {
    bytes.append(0x5B)
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      try write(element, depth: depth + 1)
    }
    bytes.append(0x5D)
  }

  private mutating func write(
    _ members: [String: CanonicalValue], depth: Int
  ) throws(Malformed) {
    bytes.append(0x7B)
    var isFirst = true
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      if !isFirst { bytes.append(0x2C) }
      isFirst = false
      try writeKey(key)
      try write(value, depth: depth + 1)
    }
    bytes.append(0x7D)
  }

  private mutating func writeEscaped(_ byte: UInt8) {
    switch byte {
    case 0x22, 0x5C: bytes += [0x5C, byte]
    case 0x08: bytes += [0x5C, 0x62]
    case 0x09: bytes += [0x5C, 0x74]
    case 0x0A: bytes += [0x5C, 0x6E]
    case 0x0C: bytes += [0x5C, 0x66]
    case 0x0D: bytes += [0x5C, 0x72]
    case 0..<0x20:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes += [JSONWriter.hex[Int(byte >> 4)], JSONWriter.hex[Int(byte & 15)]]
    default: bytes.append(byte)
    }
  }

  /// Keys are 1 to 64 characters of printable ASCII without quotation mark and backslash.
  static func isKey(_ key: String) -> Bool {
    let utf8 = key.utf8
    return 1...64 ~= utf8.count
      && utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != 0x22 && $0 != 0x5C }
  }

  private func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "canonical JSON", code: code, message: message)
  }
}
