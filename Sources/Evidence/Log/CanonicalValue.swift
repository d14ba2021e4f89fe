/// A value of the JSON subset that this product signs: RFC 8785 with integers only, text in NFC, and
/// object keys of printable ASCII (so that byte order is the UTF-16 order the RFC asks for).
package enum CanonicalValue: Equatable, Sendable {
  /// Between -(2^53 - 1) and 2^53 - 1, which every JSON reader keeps exactly (RFC 8785, appendix D).
  case integer(Int64)
  /// Unicode text; written in NFC.
  case text(String)
  /// `true` or `false`.
  case boolean(Bool)
  /// An array in its own order.
  indirect case list([CanonicalValue])
  /// An object; written with its keys sorted.
  indirect case object([String: CanonicalValue])

  /// The largest integer that may be written.
  package static let integerLimit: Int64 = 1 << 53 - 1
  /// The deepest nesting that is read or written.
  package static let depthLimit = 8

  /// Reads exactly one value in canonical form.
  /// - Throws: `Malformed` with the offset, also when another spelling of the same value was given.
  package init(canonical bytes: [UInt8]) throws(Malformed) {
    var reader = JSONReader(bytes, isCanonical: true)
    self = try reader.value(depth: 1)
    try reader.finish()
  }

  /// Reads one value from JSON that people or other programs wrote: blanks, any key order and any
  /// escape are allowed, `null` members count as absent; still no fractions and no duplicate keys.
  /// - Throws: `Malformed` with the offset.
  package init(json bytes: [UInt8]) throws(Malformed) {
    var reader = JSONReader(bytes, isCanonical: false)
    self = try reader.value(depth: 1)
    try reader.finish()
  }

  /// The value's canonical bytes.
  /// - Throws: `Malformed` for an integer beyond the limit, a forbidden key or too deep nesting.
  package func canonical() throws(Malformed) -> [UInt8] {
    var writer = JSONWriter()
    try writer.write(self, depth: 1)
    return writer.bytes
  }

  /// The integer, or nil if this is something else.
  package var integer: Int64? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  /// The text, or nil if this is something else.
  package var text: String? {
    guard case .text(let value) = self else { return nil }
    return value
  }

  /// The truth value, or nil if this is something else.
  package var boolean: Bool? {
    guard case .boolean(let value) = self else { return nil }
    return value
  }

  /// The elements, or nil if this is something else.
  package var list: [CanonicalValue]? {
    guard case .list(let value) = self else { return nil }
    return value
  }

  /// The members, or nil if this is something else.
  package var object: [String: CanonicalValue]? {
    guard case .object(let value) = self else { return nil }
    return value
  }
}
