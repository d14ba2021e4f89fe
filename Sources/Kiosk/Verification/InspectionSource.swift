package import Evidence
import Glibc

/// Where the command that verifies takes its certificate, its root keys and its list from.
package struct InspectionSource: Sendable {
  /// The largest input, bytes.
  private static let mostBytes = 32 << 20

  private let input: String?
  private let roots: String?
  private let bundle: String?
  private let data: String

  /// - Parameters:
  ///   - input: a text or the path of a file; nil or "-" reads standard input.
  ///   - roots: the path of a file of root keys; nil takes the data directory's.
  ///   - bundle: the path of a bundle; nil takes the data directory's, with other `roots` if they vouch
  ///     for it.
  ///   - data: the data directory.
  package init(input: String?, roots: String?, bundle: String?, data: String) {
    self.input = input
    self.roots = roots
    self.bundle = bundle
    self.data = data
  }

  /// What is to be judged.
  /// - Throws: `FileError`.
  package func bytes() throws(FileError) -> [UInt8] {
    guard let input, input != "-" else {
      return try Files.read(
        descriptor: STDIN_FILENO, name: "standard input", mostBytes: Self.mostBytes)
    }
    guard input.utf8.count < 4_096, Files.exists(input) else {
      return Array(input.utf8)
    }
    return try Files.read(input, mostBytes: Self.mostBytes)
  }

  /// What is believed; without a file and an enrolment only the demonstration root is known, which
  /// proves nothing.
  /// - Throws: `FileError`, `Malformed`, or `TrustError` when the bundle is not believed.
  package func trust() throws -> Trust {
    let own = TrustFiles(directory: "\(data)/keys")
    var trust: Trust
    if let roots {
      trust = Trust(roots: try RootList(json: Files.read(roots, mostBytes: RootList.byteLimit)))
      // Under the roots of another province the list that is held says nothing.
      if bundle == nil, let held = try? own.current().bundle, let known = try? trust.taking(held) {
        trust = known
      }
    } else {
      trust = try own.current().trust
    }
    guard let bundle else {
      return trust
    }
    // The bundle that was named is asked, also when a newer one is held.
    trust = Trust(roots: trust.roots, notices: trust.notices)
    let bytes = try Files.read(bundle, mostBytes: TrustBundle.byteLimit)
    return try trust.taking(try TrustBundle(bytes: bytes))
  }
}
