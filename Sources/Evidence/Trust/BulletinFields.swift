/// Reads the members of one object of a bulletin; a flaw is named by its place: `units:12:code`.
struct BulletinFields {
  private let members: [String: CanonicalValue]
  private let place: String

  /// - Throws: `TrustError` with `bulletin` for anything but an object of the allowed members.
  init(_ value: CanonicalValue, at place: String, allowed: Set<String>) throws(TrustError) {
    guard let members = value.object else { throw TrustError(.bulletin, place) }
    self.members = members
    self.place = place
    if let stranger = members.keys.sorted().first(where: { !allowed.contains($0) }) {
      throw wrong(stranger)
    }
  }

  subscript(name: String) -> CanonicalValue? { members[name] }

  /// The refusal that names a member.
  func wrong(_ name: String) -> TrustError {
    TrustError(.bulletin, place.isEmpty ? name : "\(place):\(name)")
  }

  func integer(_ name: String, in bounds: ClosedRange<Int64>) throws(TrustError) -> Int64 {
    guard let value = members[name]?.integer, bounds ~= value else { throw wrong(name) }
    return value
  }

  func optionalInteger(
    _ name: String, in bounds: ClosedRange<Int64>
  ) throws(TrustError) -> Int64? {
    members[name] == nil ? nil : try integer(name, in: bounds)
  }

  /// Yes or no; the other value where the member is missing.
  func flag(_ name: String, orElse value: Bool) throws(TrustError) -> Bool {
    guard let member = members[name] else { return value }
    guard case .boolean(let flag) = member else { throw wrong(name) }
    return flag
  }

  /// A text of so many characters without control characters, but for LF where it may have lines.
  func text(
    _ name: String, in bounds: ClosedRange<Int>, hasLines: Bool = false
  ) throws(TrustError) -> String {
    guard let text = members[name]?.text, bounds ~= text.count, text.utf8.count <= 16_384,
      text.unicodeScalars.allSatisfy({ hasLines && $0 == "\n" || !BulletinFields.isHidden($0) })
    else { throw wrong(name) }
    return text
  }

  func optionalText(_ name: String, in bounds: ClosedRange<Int>) throws(TrustError) -> String? {
    members[name] == nil ? nil : try text(name, in: bounds)
  }

  /// A stable word for programs: a letter, then letters and digits.
  func word(_ name: String) throws(TrustError) -> String {
    guard let word = members[name]?.text, BulletinFields.isWord(word) else { throw wrong(name) }
    return word
  }

  /// A list of such words.
  func words(_ name: String, upTo limit: Int) throws(TrustError) -> [String] {
    guard let list = members[name]?.list, list.count <= limit else { throw wrong(name) }
    let words = list.compactMap(\.text).filter(BulletinFields.isWord)
    guard words.count == list.count else { throw wrong(name) }
    return words
  }

  /// A list of objects, each read by `read` under its place.
  func list<Item>(
    _ name: String, upTo limit: Int,
    _ read: (CanonicalValue, String) throws(TrustError) -> Item
  ) throws(TrustError) -> [Item] {
    guard let list = members[name]?.list, list.count <= limit else { throw wrong(name) }
    var items: [Item] = []
    items.reserveCapacity(list.count)
    let path = place.isEmpty ? name : "\(place):\(name)"
    for (index, value) in list.enumerated() { items.append(try read(value, "\(path):\(index)")) }
    return items
  }

  private static func isWord(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return 1...40 ~= bytes.count && isLetter(bytes[0])
      && bytes.allSatisfy { isLetter($0) || 0x30...0x39 ~= $0 }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte || 0x41...0x5A ~= byte
  }

  /// What could hide text or turn its direction on a page.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
    default: false
    }
  }
}
