/// An element of a drawing's file: its name, its attributes and what stands in it.
final class ArtworkElement {
  let name: String
  let attributes: [String: String]
  /// The line on which it begins, from 1.
  let line: Int
  private(set) var children: [ArtworkElement] = []

  /// How deeply elements may stand in one another.
  private static let mostDepth = 16

  private init(name: String, attributes: [String: String], line: Int) {
    self.name = name
    self.attributes = attributes
    self.line = line
  }

  /// Reads a file: elements with attributes in quotes, comments and an XML declaration. Entities,
  /// CDATA and a DOCTYPE are refused.
  static func tree(file: String, text: String) throws(TemplateError) -> ArtworkElement {
    var open: [ArtworkElement] = []
    var root: ArtworkElement?
    var rest = text[...]
    func wrong(_ reason: String) -> TemplateError {
      let line = text[..<rest.startIndex].count { $0 == "\n" } + 1
      return TemplateError(file: file, field: "line \(line)", reason: reason)
    }
    while let start = rest.firstIndex(of: "<") {
      let words = rest[..<start]
      let isText = open.last.map { $0.name == "title" || $0.name == "desc" } ?? false
      guard isText || words.allSatisfy(\.isWhitespace) else { throw wrong("has text") }
      let line = text[..<start].count { $0 == "\n" } + 1
      rest = rest[start...]
      if skip(&rest, from: "<!--", to: "-->") || skip(&rest, from: "<?", to: "?>") { continue }
      guard let end = rest.firstIndex(of: ">"), !rest.hasPrefix("<!") else {
        throw wrong("has a tag that is not read here")
      }
      let tag = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("/") {
        guard let last = open.popLast(), last.name == tag.dropFirst().trimmed else {
          throw wrong("closes <\(tag.dropFirst())>, which is not open")
        }
        if open.isEmpty { root = last }
        continue
      }
      let isEmpty = tag.hasSuffix("/")
      guard let element = element(isEmpty ? tag.dropLast() : tag, line: line) else {
        throw wrong("has a tag that is not a name with attributes in quotes")
      }
      guard root == nil, open.count < mostDepth else { throw wrong("is nested too deeply") }
      open.last?.children.append(element)
      if !isEmpty {
        open.append(element)
      } else if open.isEmpty {
        root = element
      }
    }
    guard let root, rest.allSatisfy(\.isWhitespace) else {
      throw TemplateError(file: file, field: "", reason: "ends before every element is closed")
    }
    return root
  }

  private static func skip(_ rest: inout Substring, from: String, to end: String) -> Bool {
    guard rest.hasPrefix(from), let found = rest.firstRange(of: end) else { return false }
    rest = rest[found.upperBound...]
    return true
  }

  private static func element(_ tag: Substring, line: Int) -> ArtworkElement? {
    let name = tag.prefix { !$0.isWhitespace }
    var attributes: [String: String] = [:]
    var rest = tag.dropFirst(name.count).trimmed
    while !rest.isEmpty {
      guard
        let match = rest.prefixMatch(of: /([A-Za-z][A-Za-z0-9:-]*)\s*=\s*("[^"&<]*"|'[^'&<]*')\s*/),
        attributes.updateValue(
          String(match.2.dropFirst().dropLast()), forKey: String(match.1)) == nil
      else { return nil }
      rest = rest[match.range.upperBound...]
    }
    return name.isEmpty
      ? nil
      : ArtworkElement(
        name: String(name), attributes: attributes, line: line)
  }
}

extension Substring {
  /// Without white space at either end.
  fileprivate var trimmed: Substring {
    var text = drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
