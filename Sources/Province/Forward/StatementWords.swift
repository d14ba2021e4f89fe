/// What statements call things, in each language.
struct StatementWords: Sendable {
  private let languages: [(code: String, texts: Texts)]

  /// Reads the catalogues in a folder of assets.
  init(assets: String) throws {
    languages = try Language.allCases.map { language in
      (
        language.rawValue,
        try Texts(file: "\(assets)/text/province/\(language.rawValue).json")
      )
    }
  }

  /// A language map (xAPI 1.0.3, part 2, section 4.2) of one sentence.
  func map(_ key: TextKey, _ values: [String: String] = [:]) -> [String: String] {
    var map: [String: String] = [:]
    for (code, texts) in languages { map[code] = texts(key, values) }
    return map
  }
}
