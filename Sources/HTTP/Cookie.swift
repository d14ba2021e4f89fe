/// A cookie to set (RFC 6265), with the cautious attributes as defaults.
package struct Cookie: Equatable, Sendable {
  /// How other sites' links and forms may carry the cookie.
  package enum SameSite: String, Sendable {
    case strict = "Strict"
    case lax = "Lax"
  }

  package var name: String
  /// Printable ASCII without space, quotes, comma, semicolon or backslash; others are percent-encoded.
  package var value: String
  package var path: String
  /// Nil makes a cookie of the browser session; 0 removes the cookie.
  package var maxAgeSeconds: Int?
  package var isHTTPOnly: Bool
  package var isSecure: Bool
  package var sameSite: SameSite

  package init(
    name: String, value: String, path: String = "/", maxAgeSeconds: Int? = nil,
    isHTTPOnly: Bool = true, isSecure: Bool = false, sameSite: SameSite = .strict
  ) {
    self.name = name
    self.value = value
    self.path = path
    self.maxAgeSeconds = maxAgeSeconds
    self.isHTTPOnly = isHTTPOnly
    self.isSecure = isSecure
    self.sameSite = sameSite
  }

  /// A cookie that makes the browser drop the one of this name and path.
  package static func removal(of name: String, path: String = "/") -> Cookie {
    Cookie(name: name, value: "", path: path, maxAgeSeconds: 0)
  }

  /// The value of the `Set-Cookie` field.
  package var headerValue: String {
    var text = "\(name)=\(Percent.encodeCookie(value)); Path=\(path)"
    if let maxAgeSeconds { text += "; Max-Age=\(maxAgeSeconds)" }
    if isSecure { text += "; Secure" }
    if isHTTPOnly { text += "; HttpOnly" }
    return text + "; SameSite=\(sameSite.rawValue)"
  }

  /// The pairs of a request's `Cookie` field; the first of a name wins, flawed pairs are skipped.
  static func parse(_ header: String) -> [String: String] {
    var cookies: [String: String] = [:]
    for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(Substring(trimmed(pair[..<equals])))
      let raw = unquoted(trimmed(pair[pair.index(after: equals)...]))
      let value = try? Percent.decode(raw, plusIsSpace: false, allowsControls: false)
      guard !name.isEmpty, cookies[name] == nil, let value else { continue }
      cookies[name] = value
    }
    return cookies
  }

  private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
    var text = text
    while let first = text.first, first == 0x20 || first == 0x09 { text.removeFirst() }
    while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
    return text
  }

  private static func unquoted(_ text: Substring.UTF8View) -> Substring.UTF8View {
    let quote = UInt8(ascii: "\"")
    guard text.count >= 2, text.first == quote, text.last == quote else { return text }
    return text.dropFirst().dropLast()
  }
}

extension Percent {
  /// Escapes what a cookie value may not hold (RFC 6265 section 4.1.1) and `%` itself.
  static func encodeCookie(_ value: String) -> String {
    var encoded = ""
    for byte in value.utf8 {
      switch byte {
      case 0x25, 0x22, 0x2c, 0x3b, 0x5c, 0...0x20, 0x7f...:
        encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      default:
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return encoded
  }
}
