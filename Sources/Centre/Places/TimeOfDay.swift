/// The time of day as people in Vietnam read it.
package enum TimeOfDay {
  /// `08:02` for a wall-clock time in milliseconds since 1970-01-01 UTC.
  package static func text(wallMilliseconds: Int64) -> String {
    let day = Day(wallMilliseconds: wallMilliseconds)
    let minutes = (wallMilliseconds - day.startMilliseconds) / 60_000
    return "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
  }

  /// Milliseconds since midnight for `08:02` as an HTML time field sends it, or nil.
  package static func milliseconds(text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == 0x3A else { return nil }
    let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int64($0) - 0x30 }
    guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let hour = digits[0] * 10 + digits[1]
    let minute = digits[2] * 10 + digits[3]
    guard hour < 24, minute < 60 else { return nil }
    return (hour * 60 + minute) * 60_000
  }
}
