/// Strict percent-decoding (RFC 3986 section 2.1) for targets and forms: a broken escape, a NUL or
/// bytes that are not UTF-8 are errors that name the place, never repaired.
package enum Percent {
  /// Why bytes could not be decoded; `offset` counts bytes in the text given.
  struct Flaw: Error, Equatable {
    enum Reason: String {
      case escape = "a % that is not followed by two hex digits"
      case nul = "a NUL byte"
      case control = "a control character"
      case utf8 = "bytes that are not UTF-8"
    }

    let reason: Reason
    let offset: Int
  }

  /// Decodes `bytes`; with `plusIsSpace` also `+`, as HTML forms write a space.
  /// Control characters are refused unless `allowsControls` (text areas send line feeds).
  static func decode(
    _ bytes: some Collection<UInt8>, plusIsSpace: Bool, allowsControls: Bool
  ) throws(Flaw) -> String {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var offset = 0
    var rest = bytes.makeIterator()
    while let byte = rest.next() {
      let start = offset
      offset += 1
      var value = byte
      if byte == UInt8(ascii: "%") {
        guard let high = rest.next().flatMap(hexValue), let low = rest.next().flatMap(hexValue)
        else { throw Flaw(reason: .escape, offset: start) }
        offset += 2
        value = high << 4 | low
      } else if byte == UInt8(ascii: "+"), plusIsSpace {
        value = UInt8(ascii: " ")
      }
      guard value != 0 else { throw Flaw(reason: .nul, offset: start) }
      guard allowsControls || (value >= 0x20 && value != 0x7f) else {
        throw Flaw(reason: .control, offset: start)
      }
      decoded.append(value)
    }
    return try text(decoded)
  }

  /// The bytes as text, refusing NUL and anything that is not UTF-8.
  static func text(_ bytes: [UInt8]) throws(Flaw) -> String {
    if let offset = bytes.firstIndex(of: 0) {
      throw Flaw(reason: .nul, offset: offset)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Flaw(reason: .utf8, offset: firstInvalidOffset(bytes))
    }
    return text
  }

  /// Writes everything but RFC 3986's unreserved characters as escapes, for a path segment or value.
  package static func encode(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }

  /// The length of the longest valid prefix, found by halving: only the error path pays for it.
  private static func firstInvalidOffset(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return offset
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
