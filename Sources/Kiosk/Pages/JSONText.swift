/// Writes small JSON documents by appending; values are escaped as RFC 8259 asks.
struct JSONText {
  private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]

  /// The finished object.
  var object: [UInt8] { bytes + [UInt8(ascii: "}")] }

  mutating func text(_ name: String, _ value: String?) {
    guard let value else { return }
    key(name)
    Self.append(value, to: &bytes)
  }

  mutating func number(_ name: String, _ value: Int64?) {
    guard let value else { return }
    raw(name, Array("\(value)".utf8))
  }

  mutating func boolean(_ name: String, _ value: Bool) {
    raw(name, Array((value ? "true" : "false").utf8))
  }

  mutating func null(_ name: String) {
    raw(name, Array("null".utf8))
  }

  mutating func list(_ name: String, _ objects: [[UInt8]]) {
    let joined = objects.joined(separator: [UInt8(ascii: ",")])
    raw(name, [UInt8(ascii: "[")] + joined + [UInt8(ascii: "]")])
  }

  /// A text as JSON, for lists.
  static func quoted(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return bytes
  }

  /// Adds a member whose value is JSON already.
  mutating func raw(_ name: String, _ json: [UInt8]) {
    key(name)
    bytes += json
  }

  private mutating func key(_ name: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    Self.append(name, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20, 0x7F:
        bytes += Array("\\u00".utf8)
        bytes += [hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      default:
        bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
