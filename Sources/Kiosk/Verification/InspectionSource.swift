package import Evidence
import Glibc

/// Where the command that verifies takes its certificate and its root keys from.
package struct InspectionSource: Sendable {
  /// The largest input, bytes.
  private static let mostBytes = 32 << 20

  private let input: String?
  private let roots: String?
  private let data: String

  /// - Parameters:
  ///   - input: a text or the path of a file; nil or "-" reads standard input.
  ///   - roots: the path of a file of root keys; nil takes the data directory's.
  ///   - data: the data directory.
  package init(input: String?, roots: String?, data: String) {
    self.input = input
    self.roots = roots
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

  /// The root keys that are trusted; without a file and an enrolment only the demonstration root is
  /// known, which proves nothing.
  /// - Throws: `FileError`, `Malformed`.
  package func rootList() throws -> RootList {
    let own = "\(data)/keys/roots.json"
    guard let path = roots ?? (Files.exists(own) ? own : nil) else {
      return RootList(roots: [])
    }
    return try RootList(json: try Files.read(path, mostBytes: RootList.byteLimit))
  }
}
