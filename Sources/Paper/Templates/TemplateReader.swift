internal import FoundationEssentials

/// Reads one object of a template strictly: each field is asked for once with its limits, and
/// `finish` refuses whatever was not asked for. Errors name the field by its whole path.
struct TemplateReader {
  /// The most bytes of a template's file.
  static let mostBytes = 64 << 10

  private let file: String
  private let path: String
  private var left: [String: TemplateValue]

  /// The object that is a whole file.
  init(file: String, bytes: [UInt8]) throws(TemplateError) {
    guard bytes.count <= Self.mostBytes else {
      throw TemplateError(file: file, field: "", reason: "is larger than 64 KiB")
    }
    let value: TemplateValue
    do {
      value = try JSONDecoder().decode(TemplateValue.self, from: Data(bytes))
    } catch {
      throw TemplateError(file: file, field: "", reason: "is not JSON: \(Self.words(error))")
    }
    try self.init(file: file, path: "", value: value)
  }

  private init(file: String, path: String, value: TemplateValue) throws(TemplateError) {
    self.file = file
    self.path = path
    guard case .object(let members) = value else {
      throw TemplateError(file: file, field: path, reason: "must be an object in braces")
    }
    left = members
  }

  /// An error at a field of this object; at the object itself without a field.
  func wrong(_ field: String = "", _ reason: String) -> TemplateError {
    TemplateError(file: file, field: full(field), reason: reason)
  }

  /// Whether the object has a field that was not asked for yet.
  func has(_ field: String) -> Bool { left[field] != nil }

  /// Refuses every field that was not asked for.
  func finish() throws(TemplateError) {
    if let field = left.keys.sorted().first {
      throw wrong(field, "is not a field of this object")
    }
  }

  private func full(_ field: String) -> String {
    if field.isEmpty { return path }
    return path.isEmpty ? field : "\(path).\(field)"
  }

  private static func words(_ error: any Error) -> String {
    guard case DecodingError.dataCorrupted(let context) = error else { return "\(error)" }
    return context.underlyingError.map { "\($0)" } ?? context.debugDescription
  }
}

extension TemplateReader {
  /// A text of at least one character.
  mutating func text(_ field: String, most: Int = 200) throws(TemplateError) -> String {
    guard let value = left.removeValue(forKey: field) else { throw wrong(field, "is missing") }
    return try text(value, field, most: most)
  }

  /// A text, or the default when the field is left out.
  mutating func text(_ field: String, or standard: String) throws(TemplateError) -> String {
    has(field) ? try text(field) : standard
  }

  /// A list of texts.
  mutating func texts(_ field: String, most: Int) throws(TemplateError) -> [String] {
    var found: [String] = []
    for (index, value) in try list(field, most: most).enumerated() {
      found.append(try text(value, "\(field)[\(index)]", most: 200))
    }
    return found
  }

  /// A number inside a range; without a default the field is needed.
  mutating func number(
    _ field: String, in range: ClosedRange<Double>, or standard: Double? = nil
  ) throws(TemplateError) -> Double {
    guard let value = left.removeValue(forKey: field) else {
      guard let standard else { throw wrong(field, "is missing") }
      return standard
    }
    guard case .number(let number) = value, range.contains(number) else {
      throw wrong(
        field,
        "must be a number from \(Self.short(range.lowerBound)) to "
          + Self.short(range.upperBound))
    }
    return number
  }

  /// A whole number inside a range, or the default.
  mutating func count(
    _ field: String, in range: ClosedRange<Int>, or standard: Int
  ) throws(TemplateError) -> Int {
    let range = Double(range.lowerBound)...Double(range.upperBound)
    let number = try number(field, in: range, or: Double(standard))
    guard number == number.rounded() else { throw wrong(field, "must be a whole number") }
    return Int(number)
  }

  /// True or false; false when left out.
  mutating func flag(_ field: String) throws(TemplateError) -> Bool {
    guard let value = left.removeValue(forKey: field) else { return false }
    guard case .boolean(let flag) = value else { throw wrong(field, "must be true or false") }
    return flag
  }

  /// One of the cases of an enumeration, or the default.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ field: String, or standard: Choice
  ) throws(TemplateError) -> Choice where Choice.RawValue == String {
    guard has(field) else { return standard }
    guard let choice = Choice(rawValue: try text(field)) else {
      let all = Choice.allCases.map { "\"\($0.rawValue)\"" }
      throw wrong(field, "must be one of " + all.joined(separator: ", "))
    }
    return choice
  }

  /// An object of its own.
  mutating func object(_ field: String) throws(TemplateError) -> TemplateReader {
    guard let value = left.removeValue(forKey: field) else { throw wrong(field, "is missing") }
    return try TemplateReader(file: file, path: full(field), value: value)
  }

  /// A list of objects.
  mutating func objects(_ field: String, most: Int) throws(TemplateError) -> [TemplateReader] {
    var found: [TemplateReader] = []
    for (index, value) in try list(field, most: most).enumerated() {
      let path = full("\(field)[\(index)]")
      found.append(try TemplateReader(file: file, path: path, value: value))
    }
    return found
  }

  /// The objects of an object, by their names, in order of names.
  mutating func named(
    _ field: String, most: Int
  ) throws(TemplateError) -> [(name: String, reader: TemplateReader)] {
    let object = try object(field)
    guard object.left.count <= most else { throw wrong(field, "must hold at most \(most)") }
    var found: [(String, TemplateReader)] = []
    for (name, value) in object.left.sorted(by: { $0.key < $1.key }) {
      let path = full("\(field).\(name)")
      found.append((name, try TemplateReader(file: file, path: path, value: value)))
    }
    return found
  }

  private mutating func list(
    _ field: String, most: Int
  ) throws(TemplateError) -> [TemplateValue] {
    guard let value = left.removeValue(forKey: field) else { throw wrong(field, "is missing") }
    guard case .list(let list) = value, (1...most).contains(list.count) else {
      throw wrong(field, "must be a list in brackets of 1 to \(most)")
    }
    return list
  }

  private func text(
    _ value: TemplateValue, _ field: String, most: Int
  ) throws(TemplateError) -> String {
    guard case .text(let text) = value, (1...most).contains(text.count) else {
      throw wrong(field, "must be a text of 1 to \(most) characters")
    }
    return text
  }

  private static func short(_ number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : String(number)
  }
}
