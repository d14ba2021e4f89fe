import Evidence

/// The device's name in its certificate: its centre and the log's first hex digits.
enum DeviceName {
  static func text(centre: String, log: LogID) -> String { "\(centre)/\(log.hex.prefix(6))" }
}
