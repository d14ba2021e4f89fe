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
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError("write", path: path) }
      written += count
    }
  }

  /// Takes the name away; whoever has the file open goes on reading it.
  func remove() {
    unlink(path)
  }

  /// Removes what a power cut left behind.
  static func clean(_ folder: String) {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix("draft-") { unlink("\(folder)/\(name)") }
    }
  }
}
