import TOMLKit

/// One key of the configuration with its value, for `kioskd check` and for the test that compares
/// the code with `kiosk-config/kiosk.toml`.
package struct SettingEntry: Equatable, Sendable {
  /// The key, as `section.key`.
  package let key: String
  /// The value in use, written as TOML.
  package let value: String
  /// The value that holds when the file is silent, written as TOML.
  package let defaultValue: String
}

/// Reads one TOML document strictly: each `section.key` is asked for once with its default and its
/// limits, and `finish` refuses whatever was not asked for.
struct SettingsReader {
  private(set) var entries: [SettingEntry] = []
  private let file: String
  /// Where its keys stand.
  let lines: SettingsLines
  private let root: TOMLTable

  /// - Parameters:
  ///   - text: the document.
  ///   - file: the path that errors name.
  init(text: String, file: String) throws(SettingsError) {
    self.file = file
    lines = SettingsLines(text)
    do {
      root = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let line = error.source.begin.line
      throw SettingsError(file: file, line: line, key: "", reason: error.description)
    } catch {
      throw SettingsError(file: file, line: 0, key: "", reason: "\(error)")
    }
  }

  /// A text of at most `most` characters and at least `least`.
  mutating func text(
    _ key: String, _ standard: String, least: Int = 0, most: Int = 200
  ) throws(SettingsError) -> String {
    guard let node = try node(key) else {
      return note(key, standard, standard, Self.quoted)
    }
    guard let value = node.string else {
      throw wrong(key, "must be a text in quotes")
    }
    guard value.count >= least, value.count <= most else {
      throw wrong(key, "must have \(least) to \(most) characters")
    }
    return note(key, value, standard, Self.quoted)
  }

  /// One of the texts in `choices`.
  mutating func choice(
    _ key: String, _ standard: String, of choices: [String]
  ) throws(SettingsError) -> String {
    let value = try text(key, standard)
    guard choices.contains(value) else {
      throw wrong(key, "must be one of \(choices.map(Self.quoted).joined(separator: ", "))")
    }
    return value
  }

  /// A list of texts.
  mutating func texts(
    _ key: String, _ standard: [String], least: Int, most: Int
  ) throws(SettingsError) -> [String] {
    guard let node = try node(key) else {
      return note(key, standard, standard, Self.listed)
    }
    guard let array = node.array else {
      throw wrong(key, "must be a list of texts")
    }
    var values: [String] = []
    for item in array {
      guard let value = item.string else {
        throw wrong(key, "must be a list of texts")
      }
      values.append(value)
    }
    guard values.count >= least, values.count <= most else {
      throw wrong(key, "must hold \(least) to \(most) texts")
    }
    return note(key, values, standard, Self.listed)
  }

  /// A whole number inside `range`.
  mutating func integer(
    _ key: String, _ standard: Int, in range: ClosedRange<Int>
  ) throws(SettingsError) -> Int {
    guard let node = try node(key) else {
      return note(key, standard, standard, String.init)
    }
    guard node.type == .int, let value = node.int, range.contains(value) else {
      throw wrong(
        key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return note(key, value, standard, String.init)
  }

  /// `true` or `false`.
  mutating func boolean(_ key: String, _ standard: Bool) throws(SettingsError) -> Bool {
    guard let node = try node(key) else {
      return note(key, standard, standard, { $0 ? "true" : "false" })
    }
    guard node.type == .bool, let value = node.bool else {
      throw wrong(key, "must be true or false, without quotes")
    }
    return note(key, value, standard, { $0 ? "true" : "false" })
  }

  /// Refuses every section and key that the code does not know.
  func finish() throws(SettingsError) {
    let known = Set(entries.map(\.key))
    let sections = Set(known.map { String($0.prefix { $0 != "." }) })
    for section in root.keys.sorted() {
      guard sections.contains(section), let table = root[section]?.table else {
        throw wrong(section, "is not a section of this configuration")
      }
      for key in table.keys.sorted() where !known.contains("\(section).\(key)") {
        throw wrong("\(section).\(key)", "is not a key of this configuration")
      }
    }
  }

  /// An error at the line where `key` stands.
  func wrong(_ key: String, _ reason: String) -> SettingsError {
    SettingsError(file: file, line: lines.line(of: key), key: key, reason: reason)
  }

  private func node(_ key: String) throws(SettingsError) -> (any TOMLValueConvertible)? {
    let parts = key.split(separator: ".").map(String.init)
    guard let section = root[parts[0]] else {
      return nil
    }
    guard let table = section.table else {
      throw wrong(parts[0], "must be a section, written [\(parts[0])]")
    }
    return table[parts[1]]
  }

  private mutating func note<Value>(
    _ key: String, _ value: Value, _ standard: Value, _ write: (Value) -> String
  ) -> Value {
    entries.append(SettingEntry(key: key, value: write(value), defaultValue: write(standard)))
    return value
  }

  /// A text written as TOML.
  static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private static func listed(_ texts: [String]) -> String {
    "[" + texts.map(quoted).joined(separator: ", ") + "]"
  }
}
