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
      let date = Day(year: year, month: month + 1, day: day)
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int64($0) }
    guard time.count == 3 else { return nil }
    return date.daysSince1970 * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2]
  }

  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
