import Centre
package import Evidence

/// Makes a province's roots as files for a machine that is never online.
package struct RootCreation {
  /// The file that will hold the root.
  private let file: SecretFile
  private let now: Int64

  /// Makes a root in `path`, which must be free.
  /// - Parameter now: milliseconds since 1970.
  package init(path: String, now: Int64) {
    file = SecretFile(path)
    self.now = now
  }

  /// The place of the root list that belongs to a root file.
  package static func listPath(besides root: String) -> String {
    let directory = root.lastIndex(of: "/").map { root[...$0] } ?? ""
    return directory + "roots.json"
  }

  /// Fails early, before anyone is asked for a passphrase, when a file is there already.
  package func checkIsFree(list: String?) throws {
    for place in [file.path, list].compactMap({ $0 }) where PlainFile.exists(place) {
      throw Refused(.rootThere, ["path": place])
    }
  }

  /// Makes the first root and the list that names it.
  /// - Throws: `SecretFileError` when one of the files is there already.
  package func first(
    name: String, list: String, passphrase: Passphrase, derivation: KeyDerivation = .new()
  ) throws -> RootFile {
    let key = try HybridKey.random()
    let root = try RootFile.seal(
      key, name: name, madeDay: day, passphrase: passphrase, derivation: derivation)
    let roots = try RootList.first(name: root.name, notBeforeDay: firstDay, key: key)
    try file.create(try root.json())
    try PlainFile.write(try roots.json(), to: list)
    return root
  }

  /// Makes the next root, endorsed by the one before it, and puts it at the end of the list.
  package func next(
    name: String, list: String, after previous: HybridKey, passphrase: Passphrase,
    derivation: KeyDerivation = .new()
  ) throws -> RootFile {
    let known = try PlainFile.roots(list)
    let key = try HybridKey.random()
    let root = try RootFile.seal(
      key, name: name, madeDay: day, passphrase: passphrase, derivation: derivation)
    let roots: RootList
    do {
      roots = try known.adding(
        name: root.name, notBeforeDay: firstDay, key: key, after: previous)
    } catch {
      throw RootDocumentError(message: RootCreation.reason(error))
    }
    try file.create(try root.json())
    try PlainFile.write(try roots.json(), to: list)
    return root
  }

  private var day: Int64 { Day(wallMilliseconds: now).daysSince1970 }

  /// A day earlier, because the clocks of two machines differ: what is asked for in this hour may be
  /// dated before the root otherwise.
  private var firstDay: Int64 { day - 1 }

  private static func reason(_ error: TrustError) -> String {
    switch error.detail {
    case "full": "The list has \(RootList.limit) roots already."
    case "previous": "The list does not name the previous root; give the list that belongs to it."
    default: error.description
    }
  }
}
