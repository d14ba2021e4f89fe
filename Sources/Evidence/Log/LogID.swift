/// Names one log: 16 random bytes made with the device key at installation (sync.md, "Identity").
package struct LogID: Hashable, Sendable, CustomStringConvertible {
  /// Length of an id in bytes.
  package static let byteCount = 16

  /// The 16 bytes.
  package let bytes: [UInt8]

  /// Takes 16 bytes.
  /// - Throws: `Malformed` for another length.
  package init(bytes: [UInt8]) throws(Malformed) {
    guard bytes.count == LogID.byteCount else {
      throw Malformed(operation: "log id", code: "log-id", message: "A log id has 16 bytes.")
    }
    self.bytes = bytes
  }

  /// Reads 32 lower-case hex digits.
  /// - Throws: `Malformed` for anything else.
  package init(hex: String) throws(Malformed) {
    try self.init(bytes: Hex.decode(hex))
  }

  private init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A new id from the operating system's random generator.
  package static func random() -> LogID {
    LogID(unchecked: randomBytes(byteCount))
  }

  /// 32 lower-case hex digits, as paths and origins carry it.
  package var hex: String { Hex.encode(bytes) }

  /// The hex form.
  package var description: String { hex }
}

/// The origin of a log's checkpoints, which is also the name of the kiosk's key on them:
/// `<province host>/log/<log hex>`.
package func logOrigin(provinceHost: String, log: LogID) -> String {
  "\(provinceHost)/log/\(log.hex)"
}
