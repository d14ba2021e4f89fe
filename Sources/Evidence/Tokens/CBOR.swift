/// A value of the CBOR subset that tokens use: deterministic (RFC 8949, section 4.2.1), without
/// floats and simple values. Integers are those of 64 signed bits.
package enum CBOR: Equatable, Sendable {
  /// Major types 0 and 1.
  case integer(Int64)
  /// Major type 2.
  case bytes([UInt8])
  /// Major type 3; written in NFC.
  case text(String)
  /// Major type 4.
  indirect case array([CBOR])
  /// Major type 5; written with its keys sorted.
  indirect case map([Entry])
  /// Major type 6.
  indirect case tagged(UInt64, CBOR)

  /// One member of a map.
  package struct Entry: Equatable, Sendable {
    /// The key, an integer or a text by custom.
    package let key: CBOR
    /// The value.
    package let value: CBOR

    /// A member.
    package init(_ key: CBOR, _ value: CBOR) {
      self.key = key
      self.value = value
    }
  }

  /// A map with integer keys, as COSE and CWT write everything.
  package static func labelled(_ members: [(label: Int64, value: CBOR)]) -> CBOR {
    .map(members.map { Entry(.integer($0.label), $0.value) })
  }

  /// Reads exactly one value; anything but the deterministic encoding is refused.
  /// - Throws: `CBORError` with the byte offset.
  package static func decode(
    _ bytes: [UInt8], maxDepth: Int = 6, maxBytes: Int = 1024
  ) throws(CBORError) -> CBOR {
    guard bytes.count <= maxBytes else { throw CBORError(.tooLong, offset: maxBytes) }
    var reader = CBORReader(bytes, maxDepth: maxDepth)
    let value = try reader.value(depth: 1)
    guard reader.position == bytes.count else {
      throw CBORError(.trailing, offset: reader.position)
    }
    return value
  }

  /// The deterministic encoding.
  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// The value under an integer key of a map; nil if there is none or this is no map.
  package subscript(label: Int64) -> CBOR? {
    guard case .map(let entries) = self else { return nil }
    return entries.first { $0.key == .integer(label) }?.value
  }

  /// The integer, or nil if this is something else.
  package var integer: Int64? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  /// The bytes, or nil if this is something else.
  package var byteString: [UInt8]? {
    guard case .bytes(let value) = self else { return nil }
    return value
  }

  /// The text, or nil if this is something else.
  package var text: String? {
    guard case .text(let value) = self else { return nil }
    return value
  }

  /// How many members a map has; nil if this is something else.
  package var memberCount: Int? {
    guard case .map(let entries) = self else { return nil }
    return entries.count
  }

  private func append(to bytes: inout [UInt8]) {
    switch self {
    case .integer(let value) where value >= 0: CBOR.head(0, UInt64(value), &bytes)
    case .integer(let value): CBOR.head(1, UInt64(-1 - value), &bytes)
    case .bytes(let value):
      CBOR.head(2, UInt64(value.count), &bytes)
      bytes += value
    case .text(let value):
      let utf8 = [UInt8](nfc(value).utf8)
      CBOR.head(3, UInt64(utf8.count), &bytes)
      bytes += utf8
    case .array(let elements):
      CBOR.head(4, UInt64(elements.count), &bytes)
      for element in elements { element.append(to: &bytes) }
    case .map(let entries):
      CBOR.head(5, UInt64(entries.count), &bytes)
      let members = entries.map { (key: $0.key.encoded(), value: $0.value) }
      for member in members.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        bytes += member.key
        member.value.append(to: &bytes)
      }
    case .tagged(let tag, let value):
      CBOR.head(6, tag, &bytes)
      value.append(to: &bytes)
    }
  }

  /// Writes a major type with its argument in the shortest form.
  private static func head(_ major: UInt8, _ argument: UInt64, _ bytes: inout [UInt8]) {
    let width: (info: UInt8, count: Int)
    switch argument {
    case 0..<24: width = (UInt8(argument), 0)
    case 24..<0x100: width = (24, 1)
    case 0x100..<0x1_0000: width = (25, 2)
    case 0x1_0000..<0x1_0000_0000: width = (26, 4)
    default: width = (27, 8)
    }
    bytes.append(major << 5 | width.info)
    for step in (0..<width.count).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: argument >> (8 * UInt64(step))))
    }
  }
}
