import Glibc

/// A large file written piece by piece. It takes its name only when it is closed and on disk; until
/// then, and after an error, the old file stands.
final class FileSink {
  private let path: String
  private let draft: String
  private var file: Int32

  /// Begins a draft beside `path`.
  /// - Parameter mode: the permissions, whatever the process's mask; nil for this account alone, where the
  ///   file system knows of permissions, which that of a stick does not.
  init(_ path: String, mode: mode_t? = 0o600) throws(FileError) {
    self.path = path
    draft = "\(path).new"
    unlink(draft)
    file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode ?? 0o600)
    guard file >= 0, mode.map({ fchmod(file, $0) == 0 }) ?? true else {
      throw FileError("open", path: path)
    }
  }

  deinit {
    guard file >= 0 else {
      return
    }
    Glibc.close(file)
    unlink(draft)
  }

  /// Writes the next bytes.
  func write(_ bytes: [UInt8]) throws(FileError) {
    try Files.append(bytes, to: file, path: path)
  }

  /// Gives the file its name; on the medium when it returns.
  func close() throws(FileError) {
    guard fsync(file) == 0, rename(draft, path) == 0 else {
      throw FileError("write", path: path)
    }
    Glibc.close(file)
    file = -1
    try Files.syncDirectory(of: path)
  }
}
