/// A template as written, made ready for one language before mustache sees it.
///
/// `{{t.door.prompt}}` becomes the escaped text, whose `{time}` places become `{{time}}` and are
/// filled from the context; `{{link.search}}` becomes the address in the same way. Rendering then
/// looks up nothing but the page's own values.
struct TemplateSource {
  /// The file's name without `.mustache`.
  let name: String
  let text: String

  /// The keys of the texts that this template shows.
  var textKeys: [String] { references("t.") }

  /// The names of the templates that this one includes or inherits from.
  var partials: [String] { references(">") + references("<") }

  /// The mustache text for `language`. Throws for a text or an address that does not exist.
  func compiled(_ texts: Texts, _ language: Language) throws(PagesError) -> String {
    var result = ""
    var rest = text[...]
    while let tag = Self.nextTag(in: rest) {
      result += rest[..<tag.range.lowerBound]
      result += try replacement(for: tag.content, texts, language) ?? String(rest[tag.range])
      rest = rest[tag.range.upperBound...]
    }
    return result + rest
  }

  private func replacement(
    for tag: String, _ texts: Texts, _ language: Language
  ) throws(PagesError) -> String? {
    if tag.hasPrefix("t.") {
      guard let text = texts.text(named: String(tag.dropFirst(2)), language) else {
        throw missing("text \(tag.dropFirst(2))")
      }
      return Placeholders.fill(Self.escaped(text)) { "{{\($0)}}" }
    }
    guard tag.hasPrefix("link.") else { return nil }
    let name = tag.dropFirst(5)
    guard let link = Link.allCases.first(where: { "\($0)" == name }) else {
      throw missing("address \(name)")
    }
    return Placeholders.fill(link.pattern) { "{{\($0)}}" }
  }

  private func references(_ prefix: String) -> [String] {
    var found: [String] = []
    var rest = text[...]
    while let tag = Self.nextTag(in: rest) {
      if tag.content.hasPrefix(prefix) {
        found.append(String(tag.content.dropFirst(prefix.count)))
      }
      rest = rest[tag.range.upperBound...]
    }
    return found
  }

  private func missing(_ what: String) -> PagesError {
    PagesError(
      operation: "load pages", code: "missing",
      message: "\(name).mustache asks for the \(what), which does not exist.")
  }

  private static func nextTag(in text: Substring) -> (range: Range<String.Index>, content: String)?
  {
    guard let open = text.firstRange(of: "{{"),
      let close = text[open.upperBound...].firstRange(of: "}}")
    else { return nil }
    let content = text[open.upperBound..<close.lowerBound].filter { $0 != " " }
    return (open.lowerBound..<close.upperBound, content)
  }

  /// `text` as it may stand in HTML, in an element or in a quoted attribute.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
    return result
  }
}
