/// A path with holes, e.g. "/residents/{id}" or "/assets/{path...}".
struct RoutePattern: Sendable {
  private enum Segment: Equatable, Sendable {
    case literal(String)
    case one(name: String)
    case rest(name: String)
  }

  let text: String
  private let segments: [Segment]

  /// Braces stand for one whole segment; `{name...}`, only at the end, for one or more.
  init(_ text: String) {
    self.text = text
    segments = Self.split(text).map { part in
      guard part.hasPrefix("{"), part.hasSuffix("}") else { return .literal(part) }
      let name = String(part.dropFirst().dropLast())
      return name.hasSuffix("...") ? .rest(name: String(name.dropLast(3))) : .one(name: name)
    }
  }

  /// True if the pattern has no holes, so that a dictionary finds it.
  var isLiteral: Bool {
    segments.allSatisfy { if case .literal = $0 { true } else { false } }
  }

  /// What the holes hold if `path` (decoded segments) fits, or nil.
  func match(_ path: [String]) -> [String: String]? {
    var parameters: [String: String] = [:]
    for (index, segment) in segments.enumerated() {
      guard index < path.count else { return nil }
      switch segment {
      case .literal(let text):
        guard path[index] == text else { return nil }
      case .one(let name):
        guard !path[index].isEmpty else { return nil }
        parameters[name] = path[index]
      case .rest(let name):
        // An encoded slash inside a segment must not become a separator.
        guard !path[index...].contains(where: { $0.utf8.contains(UInt8(ascii: "/")) }) else {
          return nil
        }
        parameters[name] = path[index...].joined(separator: "/")
        return parameters
      }
    }
    return path.count == segments.count ? parameters : nil
  }

  /// The parts between slashes, without the empty one before the first.
  static func split(_ path: String) -> [String] {
    path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
  }
}
