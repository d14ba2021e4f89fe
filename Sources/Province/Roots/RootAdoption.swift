package import Evidence

/// Makes the province work with a root that is kept offline, or with the next one.
package struct RootAdoption: Sendable {
  let pool: ConnectionPool
  let keys: KeyRing

  /// Works on the shared database and keys.
  package init(pool: ConnectionPool, keys: KeyRing) {
    self.pool = pool
    self.keys = keys
  }

  /// What became of the root that was on this machine.
  package enum Outcome: Equatable, Sendable {
    /// It had certified nobody: the list does not name it.
    case replaced
    /// It stays listed as an older root, because kiosks were certified under it.
    case joined
    /// There was none: the list grew by so many roots.
    case extended(Int)
  }

  /// Takes over `list`, whose roots a person vouches for while this machine's root is the only one; after
  /// that each new root must be endorsed by one that is known.
  /// - Throws: `TrustError`, `RootDocumentError` for a list without roots.
  package func adopt(_ list: RootList) throws -> Outcome {
    guard list.roots.contains(where: { !$0.isDemonstration }) else {
      throw RootDocumentError(message: "The list names no root but one for demonstrations.")
    }
    return try pool.transaction { connection in
      try KeyLock.alone(connection)
      let known = try keys.roots()
      guard let own = try keys.root() else {
        return try extend(known, by: list, connection)
      }
      guard try isInUse(own.ed25519.publicKey, connection) else {
        try keys.replaceRoots(list)
        // What the old root vouched for has no meaning under the new list.
        try connection.change("DELETE FROM bundle")
        try keys.retireRoot()
        return .replaced
      }
      try keys.replaceRoots(try known.adopting(try RootAdoption.joined(known, list, by: own)))
      try keys.retireRoot()
      return .joined
    }
  }

  private func extend(
    _ known: RootList, by list: RootList, _ connection: Connection
  ) throws -> Outcome {
    let added = RootAdoption.unknown(list, to: known)
    let roots = try known.adopting(try RootAdoption.limited(RootList(roots: known.roots + added)))
    try keys.replaceRoots(roots)
    // An adoption that was cut short has left a bundle that nobody believes, and a root that signs nothing.
    if let bundle = try connection.query("SELECT bytes FROM bundle").first,
      (try? TrustBundle(bytes: try bundle.bytes("bytes")).verify(by: roots)) == nil
    {
      try connection.change("DELETE FROM bundle")
    }
    try keys.retireRoot()
    return .extended(added.count)
  }

  /// The known roots and the new ones, each endorsed by the root that has spoken for the province until
  /// now: so kiosks that know only that one learn of the others.
  private static func joined(
    _ known: RootList, _ list: RootList, by own: HybridKey
  ) throws -> RootList {
    let added = try unknown(list, to: known).map { root in
      root.endorsed(root.endorsements + [try RootEndorsement(of: root, by: own)])
    }
    return try limited(RootList(roots: known.roots + added))
  }

  private static func unknown(_ list: RootList, to known: RootList) -> [RootKey] {
    list.roots.filter { root in !known.roots.contains { $0.key == root.key } }
  }

  private static func limited(_ list: RootList) throws -> RootList {
    guard list.roots.count <= RootList.limit else {
      throw RootDocumentError(message: "There would be more than \(RootList.limit) roots.")
    }
    return list
  }

  /// Whether anything out there rests on this root.
  private func isInUse(_ key: PublicKey, _ connection: Connection) throws -> Bool {
    let certificates = try connection.query(
      "SELECT certificate FROM kiosk WHERE certificate IS NOT NULL")
    let isCertifier = try certificates.contains { row in
      try DeviceCertificate(bytes: try row.bytes("certificate")).isSigned(by: key)
    }
    return try isCertifier || !connection.query("SELECT 1 FROM notice LIMIT 1").isEmpty
  }
}
