import Evidence
import HTTP

/// A message that one request leaves for the page after it, shown once: a cookie that names a text
/// and what fills its places. The text itself never travels, so a forged cookie can say nothing new.
struct Flash: Equatable, Sendable {
  /// The key of the text.
  let key: String
  /// What fills its places.
  let values: [String: String]

  private static let name = "desk-flash"
  private static let path = "/desk"
  private static let separator = "\u{1F}"

  init(key: String, values: [String: String]) {
    self.key = key
    self.values = values
  }

  /// The message that came with a request; nil when there is none or it is not one of ours.
  init?(of request: Request) {
    guard let text = request.cookies[Self.name], text.utf8.count <= 1_024,
      let bytes = try? Hex.decode(text)
    else { return nil }
    let parts = String(decoding: bytes, as: UTF8.self)
      .split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
    guard let key = parts.first, key.hasPrefix("desk."), parts.count % 2 == 1 else { return nil }
    var values: [String: String] = [:]
    for index in stride(from: 1, to: parts.count, by: 2) {
      values[parts[index]] = parts[index + 1]
    }
    self.init(key: key, values: values)
  }

  /// The cookie that carries the message for a minute.
  var cookie: Cookie {
    let pairs = values.sorted { $0.key < $1.key }
    let parts = [key] + pairs.flatMap { [$0.key, String($0.value.prefix(120))] }
    let text = parts.joined(separator: Self.separator)
    return Cookie(
      name: Self.name, value: Hex.encode(Array(text.utf8)), path: Self.path, maxAgeSeconds: 60)
  }

  /// The cookie that takes the message away once it was shown.
  static var removal: Cookie { Cookie.removal(of: name, path: path) }
}
