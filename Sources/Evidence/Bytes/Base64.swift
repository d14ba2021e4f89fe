/// Base64 with padding (RFC 4648, section 4), strict: one text for one value.
package enum Base64 {
  /// The text of `bytes`.
  package static func encode(_ bytes: [UInt8]) -> String {
    Base64Codec.standard.encode(bytes)
  }

  /// Reads base64 with padding; refuses blanks, a wrong length and unused bits that are not zero.
  package static func decode(_ text: String) throws(Malformed) -> [UInt8] {
    try Base64Codec.standard.decode(text)
  }
}

/// Base64url without padding (RFC 4648, section 5), strict: one text for one value.
package enum Base64URL {
  /// The text of `bytes`.
  package static func encode(_ bytes: [UInt8]) -> String {
    Base64Codec.url.encode(bytes)
  }

  /// Reads base64url without padding; refuses `=`, blanks and unused bits that are not zero.
  package static func decode(_ text: String) throws(Malformed) -> [UInt8] {
    try Base64Codec.url.decode(text)
  }
}

/// One alphabet of RFC 4648 with its padding rule.
struct Base64Codec: Sendable {
  static let standard = Base64Codec(last: "+/", isPadded: true)
  static let url = Base64Codec(last: "-_", isPadded: false)

  private let alphabet: [UInt8]
  private let values: [UInt8]
  private let isPadded: Bool

  private init(last: String, isPadded: Bool) {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + last
    alphabet = [UInt8](letters.utf8)
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    self.values = values
    self.isPadded = isPadded
  }

  func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let count = min(3, bytes.count - index)
      var group = 0
      for step in 0..<3 { group = group << 8 | (step < count ? Int(bytes[index + step]) : 0) }
      for step in 0...count { text.append(alphabet[group >> (18 - 6 * step) & 63]) }
      if isPadded { for _ in count..<3 { text.append(0x3D) } }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  func decode(_ text: String) throws(Malformed) -> [UInt8] {
    var input = [UInt8](text.utf8)
    if isPadded { try removePadding(&input) }
    guard input.count % 4 != 1 else {
      throw refusal("Base64 text has a wrong length.", input.count)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(input.count / 4 * 3 + 2)
    var bits = 0
    var bitCount = 0
    for (index, letter) in input.enumerated() {
      let value = values[Int(letter)]
      guard value != 0xFF else { throw refusal("A character is not of this alphabet.", index) }
      bits = (bits << 6 | Int(value)) & 0xFFFF
      bitCount += 6
      guard bitCount >= 8 else { continue }
      bitCount -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
    }
    guard bits & (1 << bitCount - 1) == 0 else {
      throw refusal("The unused bits at the end are not zero.", input.count)
    }
    return bytes
  }

  private func removePadding(_ input: inout [UInt8]) throws(Malformed) {
    guard input.count.isMultiple(of: 4) else {
      throw refusal("Base64 text has a wrong length.", input.count)
    }
    for _ in 0..<2 where input.last == 0x3D { input.removeLast() }
  }

  private func refusal(_ message: String, _ offset: Int) -> Malformed {
    Malformed(operation: "base64 text", code: "base64", message: message, offset: offset)
  }
}
