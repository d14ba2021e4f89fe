import Evidence

/// The members of one JSON object that another machine or an earlier start wrote.
struct JSONFields {
  private let members: [String: CanonicalValue]
  private let name: String

  /// - Parameter name: what errors call the document.
  init(_ value: CanonicalValue, name: String) {
    members = value.object ?? [:]
    self.name = name
  }

  /// A text that must be there.
  func text(_ key: String) throws(Malformed) -> String {
    guard let value = members[key]?.text else {
      throw missing(key)
    }
    return value
  }

  /// A whole number that must be there.
  func integer(_ key: String) throws(Malformed) -> Int64 {
    guard let value = members[key]?.integer else {
      throw missing(key)
    }
    return value
  }

  /// A member of any kind; nil when it is absent.
  subscript(key: String) -> CanonicalValue? { members[key] }

  private func missing(_ key: String) -> Malformed {
    Malformed(operation: "read", code: "member", message: "\(name) has no \(key)")
  }
}
