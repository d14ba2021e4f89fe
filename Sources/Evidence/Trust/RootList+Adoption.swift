extension RootList {
  /// A list with the first root, which endorses itself.
  /// - Throws: `Malformed` if the cryptographic library fails.
  package static func first(
    name: String, notBeforeDay: Int64, key: HybridKey
  ) throws(Malformed) -> RootList {
    let entry = RootKey(
      key: key.ed25519.publicKey, name: name, notBeforeDay: notBeforeDay,
      mldsa65: key.mldsa65?.publicKey)
    return RootList(roots: [entry.endorsed([try RootEndorsement(of: entry, by: key)])])
  }

  /// This list with the next root at its end, endorsed by itself and by the root before it.
  /// - Throws: `TrustError` with `contradiction` when the list is full (`full`), knows the next key
  ///   already (`known`) or does not know the previous one (`previous`); `library`.
  package func adding(
    name: String, notBeforeDay: Int64, key: HybridKey, after previous: HybridKey
  ) throws(TrustError) -> RootList {
    guard roots.count < RootList.limit else { throw TrustError(.contradiction, "full") }
    guard !roots.contains(where: { $0.key == key.ed25519.publicKey }) else {
      throw TrustError(.contradiction, "known")
    }
    let isKnown = real.contains {
      $0.key == previous.ed25519.publicKey && $0.mldsa65 == previous.mldsa65?.publicKey
    }
    guard isKnown else { throw TrustError(.contradiction, "previous") }
    let entry = RootKey(
      key: key.ed25519.publicKey, name: name, notBeforeDay: notBeforeDay,
      mldsa65: key.mldsa65?.publicKey)
    guard let own = try? RootEndorsement(of: entry, by: key),
      let cross = try? RootEndorsement(of: entry, by: previous)
    else { throw TrustError(.library) }
    return RootList(roots: roots + [entry.endorsed([own, cross])])
  }

  /// The list to hold after `newer` came by a way that nobody vouches for: this one with the roots of
  /// `newer` that are not known yet. It must hold every real root known here unchanged, and each new
  /// one must be endorsed by itself and by a root that is known or so reached. What else it says, of
  /// demonstration roots or beside known ones, is signed by nobody and left out.
  /// - Throws: `TrustError` with `roots` and `missing`, `changed`, `unendorsed` or `full`.
  package func adopting(_ newer: RootList) throws(TrustError) -> RootList {
    for root in real {
      guard let same = newer.roots.first(where: { $0.key == root.key }) else {
        throw TrustError(.roots, "missing")
      }
      guard same.members == root.members else { throw TrustError(.roots, "changed") }
    }
    var reached = real
    var waiting = newer.real.filter { root in !reached.contains { $0.key == root.key } }
    var adopted = roots
    while let index = waiting.firstIndex(where: { $0.isEndorsed(byOneOf: reached) }) {
      let root = waiting.remove(at: index)
      reached.append(root)
      adopted.removeAll { $0.key == root.key }
      adopted.append(root)
    }
    guard waiting.isEmpty else { throw TrustError(.roots, "unendorsed") }
    guard adopted.count <= RootList.limit else { throw TrustError(.roots, "full") }
    return RootList(roots: adopted)
  }

  /// The list to hold after `other` came with something that was signed under it: this one where `other`
  /// is only of an earlier time, all its real roots being known here unchanged; otherwise as `adopting`
  /// says. What an earlier list came with is judged by the roots of this one.
  /// - Throws: `TrustError` as `adopting`.
  package func joining(_ other: RootList) throws(TrustError) -> RootList {
    let isEarlier = other.real.allSatisfy { root in
      roots.contains { $0.key == root.key && $0.members == root.members }
    }
    return isEarlier ? self : try adopting(other)
  }
}

extension RootKey {
  /// Whether this root and one of `known` have signed the entry.
  fileprivate func isEndorsed(byOneOf known: [RootKey]) -> Bool {
    func isEndorsed(by root: RootKey) -> Bool {
      endorsements.contains { $0.isValid(of: self, by: root) }
    }
    return isEndorsed(by: self) && known.contains(where: isEndorsed)
  }
}
