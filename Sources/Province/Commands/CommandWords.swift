package import Evidence

/// What the commands say to whoever runs them, in one language.
package struct CommandWords: Sendable {
  /// The language.
  package let language: Language
  let texts: Texts

  /// Finds the sentences in the assets of the settings. Where there are no assets, as on a machine that
  /// has nothing but the program to keep a root offline, what is said are the keys of the sentences with
  /// their values: everything is there, and no command fails for want of words.
  /// - Parameter language: nil for that of the pages.
  /// - Throws: `PageError` for a catalogue that cannot be used.
  package init(_ settings: Settings, language: Language? = nil) throws {
    let language = language ?? Language(rawValue: settings.pages.language) ?? .vi
    self.language = language
    let file = AssetPlace.find(settings.pages.assets).map { assets in
      "\(assets)/text/province/\(language.rawValue).json"
    }
    texts = try file.map { try Texts(file: $0) } ?? Texts()
  }

  /// One sentence.
  package func callAsFunction(
    _ text: CommandText, _ values: [String: any CustomStringConvertible] = [:]
  ) -> String {
    self(Saying(text, values))
  }

  /// A verdict on a certificate.
  package func report(_ verification: Verification) -> VerdictReport {
    VerdictReport(verification, texts: texts, language: language)
  }

  /// One sentence.
  package func callAsFunction(_ saying: Saying) -> String {
    texts.sentence(saying.text.rawValue, saying.values)
  }
}
