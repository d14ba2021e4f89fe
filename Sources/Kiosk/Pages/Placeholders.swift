/// The `{name}` places in a text or an address.
enum Placeholders {
  /// The names in the order they stand in `text`.
  static func names(in text: String) -> [String] {
    var found: [String] = []
    _ = fill(text) { name in
      found.append(name)
      return nil
    }
    return found
  }

  /// `text` with each place replaced by what `value` gives for its name; nil leaves the place as it
  /// is.
  static func fill(_ text: String, with value: (String) -> String?) -> String {
    guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      result += rest[..<open]
      result += value(name) ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
