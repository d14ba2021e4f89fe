extension Settings {
  /// Every key with its value in force: `http.port = 8090`.
  package var lines: [String] {
    var copy = self
    // An empty text parses and holds nothing that could be refused.
    guard var reader = try? SettingsReader(text: "", file: ""), (try? copy.read(&reader)) != nil
    else { return [] }
    return reader.keys.map { "\($0.name) = \($0.standard)" }
  }
}
