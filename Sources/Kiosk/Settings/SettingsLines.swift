/// Where each key of a TOML document stands, because the decoder names lines only for syntax
/// errors. Understands what a configuration file uses: `[section]` headers and `key = value` lines.
struct SettingsLines {
  private var lineOfKey: [String: Int] = [:]

  init(_ text: String) {
    var section = ""
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, raw) in lines.enumerated() {
      let line = raw.drop(while: \.isWhitespace)
      if line.first == "[" {
        section = line.dropFirst().prefix { $0 != "]" }.filter { !$0.isWhitespace }
        note(section, index + 1)
      } else if line.first != "#", let equals = line.firstIndex(of: "=") {
        let key = line[..<equals].filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        note(section.isEmpty ? key : "\(section).\(key)", index + 1)
        note(section.isEmpty ? String(key.prefix { $0 != "." }) : section, index + 1)
      }
    }
  }

  /// The line of `section` or `section.key`, from 1; 0 when it cannot be told.
  func line(of key: String) -> Int {
    lineOfKey[key] ?? 0
  }

  private mutating func note(_ key: String, _ line: Int) {
    if lineOfKey[key] == nil {
      lineOfKey[key] = line
    }
  }
}
