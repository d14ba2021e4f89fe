import TOMLKit

/// Reads settings out of TOML strictly: each key has one type and a range, and what nobody asked
/// for is an error.
package struct SettingsReader {
  /// One key that was asked for, with its default written as TOML.
  package struct Key: Equatable {
    /// `section.key`.
    package let name: String
    /// The default as it stands in the shipped file.
    package let standard: String
  }

  /// Where the keys of a file stand.
  struct Places: Sendable {
    /// The file as it was named; empty for none.
    var file = ""
    /// The line of each key that the file holds, from 1.
    var lines: [String: Int] = [:]
  }

  /// Every key asked for so far, in order.
  package private(set) var keys: [Key] = []
  private let file: String
  private let lines: [Substring]
  private let table: TOMLTable

  /// Parses the text; syntax errors come with their line.
  package init(text: String, file: String) throws(SettingsError) {
    self.file = file
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw SettingsError(
        file: file, line: error.source.begin.line, key: nil, message: error.description)
    } catch {
      throw SettingsError(file: file, line: nil, key: nil, message: "\(error)")
    }
  }

  /// A whole number within limits.
  package mutating func integer(
    _ name: String, _ value: inout Int, in limits: ClosedRange<Int>
  ) throws(SettingsError) {
    keys.append(Key(name: name, standard: String(value)))
    guard let found = try node(name, .int), let number = found.int else { return }
    guard limits.contains(number) else {
      throw error(
        name, "\(number) is outside \(limits.lowerBound) to \(limits.upperBound)")
    }
    value = number
  }

  /// A text; `check` gives the reason against it, or nil.
  package mutating func text(
    _ name: String, _ value: inout String, check: (String) -> String? = { _ in nil }
  ) throws(SettingsError) {
    keys.append(Key(name: name, standard: SettingsReader.quoted(value)))
    guard let found = try node(name, .string), let text = found.string else { return }
    if let reason = check(text) { throw error(name, reason) }
    value = text
  }

  /// A list of texts.
  package mutating func texts(
    _ name: String, _ value: inout [String], check: (String) -> String?
  ) throws(SettingsError) {
    let standard = value.map(SettingsReader.quoted).joined(separator: ", ")
    keys.append(Key(name: name, standard: "[\(standard)]"))
    guard let list = try node(name, .array)?.array else { return }
    var texts: [String] = []
    for item in list {
      guard let text = item.string else { throw error(name, "every item must be a string") }
      if let reason = check(text) { throw error(name, reason) }
      texts.append(text)
    }
    value = texts
  }

  /// Refuses whatever was not asked for. Call it last.
  package func finish() throws(SettingsError) {
    for section in table.keys {
      guard let inner = table[section]?.table else {
        throw error(section, "unknown key")
      }
      for key in inner.keys where !keys.contains(where: { $0.name == "\(section).\(key)" }) {
        throw error("\(section).\(key)", "unknown key")
      }
      guard keys.contains(where: { $0.name.hasPrefix(section + ".") }) else {
        throw error(section, "unknown section")
      }
    }
  }

  private func node(
    _ name: String, _ wanted: TOMLType
  ) throws(SettingsError) -> (any TOMLValueConvertible)? {
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count == 2, let found = table[parts[0]]?.table?[parts[1]] else { return nil }
    guard found.type == wanted else {
      throw error(name, "must be of type \(wanted), not \(found.type)")
    }
    return found
  }

  /// Where every key asked for so far stands.
  var places: Places {
    let lines = keys.compactMap { key in line(of: key.name).map { (key.name, $0) } }
    return Places(file: file, lines: Dictionary(lines) { first, _ in first })
  }

  /// An error at the line where a key stands.
  func error(_ name: String, _ message: String) -> SettingsError {
    SettingsError(file: file, line: line(of: name), key: name, message: message)
  }

  /// TOMLKit tells no positions of values, so the key is looked for in the text.
  private func line(of name: String) -> Int? {
    let parts = name.split(separator: ".")
    var section: Substring = ""
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0 == " " || $0 == "\t" }
      if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
        section = text[text.index(after: text.startIndex)..<end]
        if parts.count == 1, section == parts[0] { return index + 1 }
      }
      let key = text.prefix { $0 != "=" && $0 != " " && $0 != "\t" }
      let isPlace = parts.count == 1 ? section.isEmpty : section == parts[0]
      if isPlace, let last = parts.last, key == last { return index + 1 }
    }
    return nil
  }

  private static func quoted(_ text: String) -> String { "\"\(text)\"" }
}
