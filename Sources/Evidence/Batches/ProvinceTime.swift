/// The province's time beside a pull request, for a kiosk that never says hello itself.
package enum ProvinceTime {
  /// The field of `GET /v1/log/checkpoint` that holds it: milliseconds since 1970.
  package static let header = "X-Province-Time"
  /// How old it may be when the kiosk reads it. Nobody measures the way there: a connection is opened
  /// within ten seconds, and the request is two hundred bytes, which the poorest line carries in the rest.
  package static let mostMilliseconds: Int64 = 60_000

  /// Reads the field's value; nil when it is no such time.
  package static func milliseconds(_ text: String) -> Int64? {
    guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int64(text)
  }
}
