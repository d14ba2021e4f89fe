import Centre
import HTTP

/// The header `Retry-After` (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// The longest wait that is believed: a day.
  static let limitSeconds: Int64 = 86_400

  /// The seconds to wait from `now`, in seconds since 1970; nil if the header is missing or unreadable.
  static func seconds(_ headers: Headers, nowSeconds: Int64 = WallClock.system.seconds) -> Int64? {
    guard let text = headers["Retry-After"] else { return nil }
    let wait = Int64(text) ?? date(text).map { $0 - nowSeconds }
    return wait.map { min(max(0, $0), limitSeconds) }
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT` in seconds since 1970.
  private static func date(_ text: String) -> Int64? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
      let month = months.firstIndex(of: parts[2]),
      let date = Day(year: year, month: month + 1, day: day), let time = secondOfDay(parts[4])
    else { return nil }
    return date.daysSince1970 * 86_400 + time
  }

  /// `08:49:37`; second 60 is a leap second.
  private static func secondOfDay(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
    guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
      0...23 ~= hour, 0...59 ~= minute, 0...60 ~= second
    else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
