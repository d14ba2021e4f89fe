/// The keys of a US keyboard by their numbers in linux/input-event-codes.h.
enum KeyMap {
  /// Left and right Shift.
  static let shifts: Set<UInt16> = [42, 54]

  /// The character of a key; nil where it has none.
  static func byte(of key: UInt16, isShifted: Bool) -> UInt8? {
    if let byte = keypad[key] { return byte }
    let holdsKey = { (row: Row) in row.first <= key && Int(key - row.first) < row.plain.count }
    guard let row = rows.first(where: holdsKey) else { return nil }
    return (isShifted ? row.shifted : row.plain)[Int(key - row.first)]
  }

  private struct Row {
    let first: UInt16
    let plain: [UInt8]
    let shifted: [UInt8]

    init(_ first: UInt16, _ plain: String, _ shifted: String) {
      self.first = first
      self.plain = Array(plain.utf8)
      self.shifted = Array(shifted.utf8)
    }
  }

  /// Runs of keys whose numbers follow one another. Tab begins the second, Enter ends it.
  private static let rows = [
    Row(2, "1234567890-=", "!@#$%^&*()_+"),
    Row(15, "\tqwertyuiop[]\r", "\tQWERTYUIOP{}\r"),
    Row(30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
    Row(43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    Row(57, " ", " "),
  ]

  /// The keypad types digits whatever Num Lock says.
  private static let keypad: [UInt16: UInt8] = {
    var keys: [UInt16: UInt8] = [96: UInt8(ascii: "\r")]
    let block: [(first: UInt16, characters: String)] = [
      (71, "789-"), (75, "456+"), (79, "1230."), (55, "*"), (98, "/"),
    ]
    for (first, characters) in block {
      for (offset, byte) in characters.utf8.enumerated() { keys[first + UInt16(offset)] = byte }
    }
    return keys
  }()
}
