import Glibc

/// A file that is written piece by piece and soon removed: a document too long to be held in memory.
/// It lies in the data directory, since the system's folder for such files may be memory itself.
final class DraftFile: Sendable {
  /// Where it is.
  let path: String
  private let descriptor: Int32

  /// Makes an empty file in `folder`, which is made where it is missing.
  init(in folder: String) throws(FileError) {
    try Files.makeDirectory(folder, mode: 0o750)
    var name = Array("\(folder)/draft-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    let made = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard file >= 0 else { throw FileError("make a file", path: made) }
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    path = made
    descriptor = file
  }

  deinit {
    close(descriptor)
    remove()
  }

  /// Adds bytes at the end.
  func append(_ bytes: [UInt8]) throws(FileError) {
    try Files.append(bytes, to: descriptor, path: path)
  }

  /// Takes the name away; whoever has the file open goes on reading it.
  func remove() {
    unlink(path)
  }

  /// Removes what a power cut left behind.
  static func clean(_ folder: String) {
    for name in Files.names(in: folder) where name.hasPrefix("draft-") {
      unlink("\(folder)/\(name)")
    }
  }
}
