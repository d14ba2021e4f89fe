import Evidence
import Glibc

/// Reads files back from the medium itself: what the kernel still holds in memory of them is dropped
/// first (posix_fadvise(2)), so that a stick that only pretends to have written is found out.
enum ReadBack {
  /// The first of the files that does not hold what was written; nil when all do.
  /// - Parameter progress: called after each file; what it throws ends the reading.
  /// - Throws: `FileError` when a file cannot be read.
  static func firstWrong(
    of files: [LogExport.Written], in folder: String, progress: (Int) throws -> Void
  ) throws -> String? {
    for (index, file) in files.enumerated() {
      guard try digest("\(folder)/\(file.name)", byteCount: file.byteCount) == file.digest else {
        return file.name
      }
      try progress(index + 1)
    }
    return nil
  }

  /// The SHA-256 of a file, however long, as the medium has it.
  static func digest(_ path: String) throws(FileError) -> Digest {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw FileError("open", path: path) }
    forget(file)
    close(file)
    return try Files.digest(path).digest
  }

  /// Drops what the kernel holds of an open file in memory.
  private static func forget(_ file: Int32) {
    _ = fsync(file)
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
  }

  private static func digest(_ path: String, byteCount: Int) throws(FileError) -> Digest? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw FileError("open", path: path) }
    defer { close(file) }
    forget(file)
    let most = byteCount + 1
    let bytes = try Files.read(descriptor: file, name: path, mostBytes: max(most, 65_536))
    return bytes.count == byteCount ? sha256(bytes) : nil
  }
}
