/// The root keys a verifier trusts, as a file (certificates.md, "Keys").
package struct RootList: Equatable, Sendable {
  /// The most roots in one list.
  package static let limit = 8
  /// The longest file of one list, in bytes.
  package static let byteLimit = 256 << 10
  /// The most endorsements of one root.
  private static let endorsementLimit = 4

  /// The roots, in the file's order.
  package let roots: [RootKey]

  /// A list of known roots.
  package init(roots: [RootKey]) {
    self.roots = roots
  }

  /// Reads `{"roots": [{"key", "name", "notBefore", "demonstration", "mldsa65", "endorsements"}]}` as
  /// people may have written it; the last three may be left out.
  /// - Throws: `Malformed` for bad JSON, an unknown member, a key that is not canonical or stands twice.
  package init(json: [UInt8]) throws(Malformed) {
    guard json.count <= RootList.byteLimit else {
      throw RootList.refusal("too-long", "The file is longer than 256 KiB.")
    }
    try self.init(CanonicalValue(json: json))
  }

  init(_ value: CanonicalValue) throws(Malformed) {
    guard let members = value.object, members.count == 1, let list = members["roots"]?.list,
      list.count <= RootList.limit
    else { throw RootList.refusal("form", "The file has no list named roots, or too much.") }
    var roots: [RootKey] = []
    for value in list { roots.append(try RootList.root(value)) }
    guard Set(roots.map(\.key)).count == roots.count else {
      throw RootList.refusal("duplicate", "A key stands twice in the list.")
    }
    self.roots = roots
  }

  /// The list in canonical JSON.
  package func json() throws(Malformed) -> [UInt8] {
    try value.canonical()
  }

  var value: CanonicalValue {
    let list = roots.map { root in
      var members = root.members
      if !root.endorsements.isEmpty {
        members["endorsements"] = .list(root.endorsements.map(\.value))
      }
      return CanonicalValue.object(members)
    }
    return .object(["roots": .list(list)])
  }

  /// The roots that prove something: all but those that only show the product, of which the published
  /// demonstration key is one whatever the file says.
  var real: [RootKey] {
    roots.filter { !$0.isDemonstration && $0.key != Demonstration.root.key }
  }

  /// The roots whose key id is `keyId`: more than one in the rare case that four bytes collide.
  func candidates(_ keyId: [UInt8]) -> [RootKey] {
    roots.filter { $0.key.keyId == keyId }
  }

  private static func root(_ value: CanonicalValue) throws(Malformed) -> RootKey {
    let members = value.object ?? [:]
    let known: Set<String> = [
      "key", "name", "notBefore", "demonstration", "mldsa65", "endorsements",
    ]
    guard let key = members["key"]?.text, let name = members["name"]?.text,
      let notBefore = members["notBefore"]?.integer, ClaimBounds.days ~= notBefore,
      Set(members.keys).isSubset(of: known),
      members["demonstration"] == nil || members["demonstration"]?.boolean != nil,
      members["mldsa65"] == nil || members["mldsa65"]?.text != nil,
      members["endorsements"] == nil || members["endorsements"]?.list != nil
    else { throw refusal("member", "A member of a root is missing, unknown or wrong.") }
    var mldsa65: MLDSA65PublicKey?
    if let text = members["mldsa65"]?.text {
      mldsa65 = try MLDSA65PublicKey(bytes: Base64.decode(text))
    }
    return RootKey(
      key: try PublicKey(hex: key), name: name, notBeforeDay: notBefore,
      isDemonstration: members["demonstration"]?.boolean ?? false, mldsa65: mldsa65,
      endorsements: try endorsements(members["endorsements"]?.list ?? []))
  }

  private static func endorsements(
    _ list: [CanonicalValue]
  ) throws(Malformed) -> [RootEndorsement] {
    guard list.count <= endorsementLimit else {
      throw refusal("endorsement", "A root has more than \(endorsementLimit) endorsements.")
    }
    var endorsements: [RootEndorsement] = []
    for value in list { endorsements.append(try RootEndorsement(value)) }
    return endorsements
  }

  static func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "root list", code: code, message: message)
  }
}
