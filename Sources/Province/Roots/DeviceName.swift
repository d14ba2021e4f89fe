import Evidence

/// The device's name in its certificate: its commune and the log's first two hex digits, which tell the
/// kiosks of one commune apart for people. Programs go by the key's thumbprint.
///
/// It travels in every code, so it is short: with it the longest name (46 characters) and the longest
/// title (82) fit together into a code of version 17.
enum DeviceName {
  static func text(centre: String, log: LogID) -> String {
    "\(centre.prefix { $0 != "-" && $0 != "/" })/\(log.hex.prefix(2))"
  }

  /// Whether a name from a stick may be shown to the person at the root and stand in a certificate:
  /// visible ASCII, which can neither move the cursor nor look like another letter.
  static func isPlain(_ name: String) -> Bool {
    1...64 ~= name.utf8.count && name.utf8.allSatisfy { 0x21...0x7e ~= $0 }
  }
}
