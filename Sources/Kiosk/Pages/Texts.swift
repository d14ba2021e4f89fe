/// Every sentence shown to people, in every language, loaded from `assets/text/{vi,en}.json` and
/// checked at start.
///
/// A catalogue is a nested object; a key is its path with dots (`door.welcome`). Texts are plain,
/// never HTML, and may hold `{name}` places.
package struct Texts: Sendable {
  private let catalogues: [Language: [String: String]]

  /// Loads the catalogues in `directory`. Throws when a file is not strict JSON, when the languages
  /// differ in keys or placeholders, or when a `TextKey` has no text.
  package init(directory: String) throws(PagesError) {
    var catalogues: [Language: [String: String]] = [:]
    for language in Language.allCases {
      catalogues[language] = try Self.load("\(directory)/\(language.rawValue).json")
    }
    self.catalogues = catalogues
    if let problem = problems.first {
      throw PagesError(operation: "load texts", code: "mismatch", message: problem)
    }
  }

  /// The sentence for `key`, its places filled with `values`.
  package func text(
    _ key: TextKey, _ language: Language, _ values: [String: String] = [:]
  ) -> String {
    Placeholders.fill(text(named: key.rawValue, language) ?? key.rawValue) { values[$0] }
  }

  /// The sentence for a key that is data, such as `Unreadable.phraseKey`, unfilled; nil when there
  /// is none.
  package func text(named name: String, _ language: Language) -> String? {
    catalogues[language]?[name]
  }

  /// Every key of one language, sorted.
  package func keys(_ language: Language) -> [String] {
    (catalogues[language] ?? [:]).keys.sorted()
  }

  /// What is wrong with the catalogues, one sentence each; empty when they agree.
  package var problems: [String] {
    var found: [String] = []
    for language in Language.allCases {
      for key in keys(language) {
        for other in Language.allCases where other != language {
          guard let text = text(named: key, other) else {
            found.append("The text \(key) is missing in \(other.rawValue).json.")
            continue
          }
          let here = Set(Placeholders.names(in: self.text(named: key, language) ?? ""))
          guard here == Set(Placeholders.names(in: text)) else {
            found.append("The text \(key) has other placeholders in \(other.rawValue).json.")
            continue
          }
        }
      }
      for key in TextKey.allCases where text(named: key.rawValue, language) == nil {
        found.append("The text \(key.rawValue) is missing in \(language.rawValue).json.")
      }
    }
    return found
  }

  private static func load(_ path: String) throws(PagesError) -> [String: String] {
    let bytes = try AssetFiles.bytes(path, operation: "load texts")
    do {
      var texts: [String: String] = [:]
      try collect(try JSONReader.read(bytes), under: "", into: &texts)
      return texts
    } catch {
      throw PagesError(operation: "load texts", code: "syntax", message: "\(path): \(error).")
    }
  }

  private static func collect(
    _ value: JSONValue, under path: String, into texts: inout [String: String]
  ) throws(JSONError) {
    switch value.content {
    case .text(let text):
      texts[path] = text
    case .object(let members):
      for member in members {
        try collect(
          member.value, under: path.isEmpty ? member.name : "\(path).\(member.name)", into: &texts)
      }
    case .null, .boolean, .number, .list:
      throw JSONError(
        message: "Expected a string or an object, found \(value.kind)", offset: value.offset)
    }
  }
}
