/// What the headers of one part of a multipart form say.
struct MultipartPart: Equatable {
  let name: String
  /// Nil for a text field.
  let fileName: String?
  let contentType: String

  /// The header lines without the empty line that ends them; nil without a named disposition.
  init?(headers: ArraySlice<UInt8>) {
    guard let text = String(validating: headers, as: UTF8.self), !text.utf8.contains(0) else {
      return nil
    }
    var disposition: [String: String]?
    var contentType: String?
    for line in text.split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      switch line[..<colon].lowercased() {
      case "content-disposition":
        guard disposition == nil else { return nil }
        disposition = Self.formData(value)
      case "content-type": contentType = String(value)
      default: continue
      }
    }
    guard let disposition, let name = disposition["name"], !name.isEmpty else { return nil }
    self.name = name
    fileName = disposition["filename"]
    self.contentType = contentType ?? "application/octet-stream"
  }

  /// The parameters of `form-data; name="x"; filename="y"`; nil for any other shape.
  private static func formData(_ value: Substring) -> [String: String]? {
    guard value.lowercased().hasPrefix("form-data") else { return nil }
    var rest = value.dropFirst("form-data".count)
    var parameters: [String: String] = [:]
    while let semicolon = rest.first {
      guard semicolon == ";" else { return nil }
      rest = rest.dropFirst().drop { $0 == " " }
      guard let equals = rest.firstIndex(of: "=") else { return nil }
      let key = rest[..<equals].lowercased()
      rest = rest[rest.index(after: equals)...]
      guard let text = takeValue(&rest), parameters[key] == nil else { return nil }
      parameters[key] = text
    }
    return parameters
  }

  /// A quoted string, in which browsers write `"`, CR and LF as escapes, or a bare token.
  private static func takeValue(_ rest: inout Substring) -> String? {
    guard rest.first == "\"" else {
      let token = rest.prefix { $0 != ";" }
      rest = rest.dropFirst(token.count)
      return String(token)
    }
    rest.removeFirst()
    guard let quote = rest.firstIndex(of: "\"") else { return nil }
    let text = rest[..<quote]
    rest = rest[rest.index(after: quote)...]
    return unescaped(text)
  }

  /// Undoes only the three escapes of the HTML standard; other `%` are literal.
  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var rest = text
    while let first = rest.first {
      let escape = rest.prefix(3)
      switch escape {
      case "%22": result += "\""
      case "%0D": result += "\r"
      case "%0A": result += "\n"
      default:
        result.append(first)
        rest.removeFirst()
        continue
      }
      rest = rest.dropFirst(3)
    }
    return result
  }
}
