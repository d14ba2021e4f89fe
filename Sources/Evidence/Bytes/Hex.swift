/// Lower-case hexadecimal, as log ids, keys and fingerprints are written.
package enum Hex {
  private static let digits = [UInt8]("0123456789abcdef".utf8)

  /// Two lower-case digits a byte.
  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads lower-case digits only, an even number of them.
  /// - Throws: `Malformed` with the offset of the first bad character.
  package static func decode(_ text: String) throws(Malformed) -> [UInt8] {
    let input = [UInt8](text.utf8)
    guard input.count.isMultiple(of: 2) else {
      throw refusal("Hexadecimal text has an odd number of digits.", input.count)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(input.count / 2)
    for index in stride(from: 0, to: input.count, by: 2) {
      bytes.append(try value(input, index) << 4 | value(input, index + 1))
    }
    return bytes
  }

  private static func value(_ input: [UInt8], _ index: Int) throws(Malformed) -> UInt8 {
    switch input[index] {
    case 0x30...0x39: return input[index] - 0x30
    case 0x61...0x66: return input[index] - 0x61 + 10
    default: throw refusal("Only the digits 0-9 and a-f may stand in hexadecimal text.", index)
    }
  }

  private static func refusal(_ message: String, _ offset: Int) -> Malformed {
    Malformed(operation: "hexadecimal text", code: "hex", message: message, offset: offset)
  }
}
