/// A `Content-Type` value taken apart (RFC 9110 section 8.3.1).
struct MediaType {
  /// In lower case, e.g. "multipart/form-data".
  let name: String
  /// By lower-case name; quotes removed.
  let parameters: [String: String]

  init(_ value: String) {
    let parts = value.split(separator: ";", omittingEmptySubsequences: false)
    name = Self.trimmed(parts.first ?? "").lowercased()
    var parameters: [String: String] = [:]
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: "=") else { continue }
      let key = Self.trimmed(part[..<equals]).lowercased()
      var value = Self.trimmed(part[part.index(after: equals)...])
      if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
        value = String(value.dropFirst().dropLast())
      }
      parameters[key] = parameters[key] ?? value
    }
    self.parameters = parameters
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }
}
