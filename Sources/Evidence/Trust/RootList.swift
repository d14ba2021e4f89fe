/// The root keys a verifier trusts, as a file (certificates.md, "Keys").
package struct RootList: Equatable, Sendable {
  /// The most roots in one list.
  private static let limit = 256

  /// The roots, in the file's order.
  package let roots: [RootKey]

  /// A list of known roots.
  package init(roots: [RootKey]) {
    self.roots = roots
  }

  /// Reads `{"roots": [{"key", "name", "notBefore", "demonstration"}]}` as people may have written it;
  /// `demonstration` may be left out.
  /// - Throws: `Malformed` for bad JSON, an unknown member or a key that is not canonical.
  package init(json: [UInt8]) throws(Malformed) {
    guard let members = try CanonicalValue(json: json).object, members.count == 1,
      let list = members["roots"]?.list, list.count <= RootList.limit
    else { throw RootList.refusal("form", "The file has no list named roots, or too much.") }
    var roots: [RootKey] = []
    for value in list { roots.append(try RootList.root(value)) }
    self.roots = roots
  }

  /// The list in canonical JSON.
  package func json() throws(Malformed) -> [UInt8] {
    let list = roots.map { root in
      CanonicalValue.object([
        "key": .text(root.key.hex), "name": .text(root.name),
        "notBefore": .integer(root.notBeforeDay), "demonstration": .boolean(root.isDemonstration),
      ])
    }
    return try CanonicalValue.object(["roots": .list(list)]).canonical()
  }

  /// The roots whose key id is `keyId`: more than one in the rare case that four bytes collide.
  func candidates(_ keyId: [UInt8]) -> [RootKey] {
    roots.filter { $0.key.keyId == keyId }
  }

  private static func root(_ value: CanonicalValue) throws(Malformed) -> RootKey {
    let members = value.object ?? [:]
    let known: Set<String> = ["key", "name", "notBefore", "demonstration"]
    guard let key = members["key"]?.text, let name = members["name"]?.text,
      let notBefore = members["notBefore"]?.integer, Set(members.keys).isSubset(of: known),
      members["demonstration"] == nil || members["demonstration"]?.boolean != nil
    else { throw refusal("member", "A member of a root is missing, unknown or wrong.") }
    return RootKey(
      key: try PublicKey(hex: key), name: name, notBeforeDay: notBefore,
      isDemonstration: members["demonstration"]?.boolean ?? false)
  }

  private static func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "root list", code: code, message: message)
  }
}
