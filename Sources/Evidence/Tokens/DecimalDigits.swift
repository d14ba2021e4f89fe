/// Bytes as decimal digits: 7 bytes become 17 digits, a tail of 1 to 6 bytes 3, 5, 8, 10, 13 or 15;
/// each group is the big-endian number, padded with zeros.
enum DecimalDigits {
  /// Digits for a group of 0 to 7 bytes.
  private static let widths = [0, 3, 5, 8, 10, 13, 15, 17]

  static func encode(_ bytes: [UInt8]) -> String {
    var digits: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 7) {
      let group = bytes[start..<min(start + 7, bytes.count)]
      var number = group.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      var text = [UInt8](repeating: 0x30, count: widths[group.count])
      for index in text.indices.reversed() {
        text[index] += UInt8(number % 10)
        number /= 10
      }
      digits += text
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Reads the digits back; one text for one value.
  static func decode(_ text: some StringProtocol) throws(TokenError) -> [UInt8] {
    let digits = [UInt8](text.utf8)
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 17) {
      let group = digits[start..<min(start + 17, digits.count)]
      guard let count = widths.firstIndex(of: group.count) else {
        throw TokenError(.digits, "length", offset: start)
      }
      guard let bad = group.firstIndex(where: { !(0x30...0x39 ~= $0) }) else {
        let number = group.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
        guard number >> (8 * UInt64(count)) == 0 else {
          throw TokenError(.digits, "group", offset: start)
        }
        bytes += (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * (count - 1 - $0))) }
        continue
      }
      throw TokenError(.digits, "character", offset: bad)
    }
    return bytes
  }
}
