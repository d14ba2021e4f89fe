import Glibc

/// A file opened for reading, closed when the last answer that sends it is done.
package final class OpenFile: Sendable {
  let descriptor: Int32
  /// The size in bytes when it was opened.
  package let size: Int
  /// The time of last change in nanoseconds since 1970, for entity tags.
  let changedNanoseconds: Int64
  let inode: UInt64

  /// Opens a regular file without following a symbolic link in its last component.
  package init(path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileError(operation: "open", path: path, code: EISDIR)
    }
    self.descriptor = descriptor
    size = Int(status.st_size)
    changedNanoseconds = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    inode = UInt64(status.st_ino)
  }

  deinit {
    close(descriptor)
  }

  /// Reads the whole file, for those small enough to keep.
  func readAll() throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    var filled = 0
    while filled < size {
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled, off_t(filled))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(operation: "read", path: "", code: errno) }
      filled += count
    }
    return bytes
  }
}

/// A file could not be opened or read.
package struct FileError: Error, Equatable, Sendable {
  package let operation: String
  package let path: String
  /// The `errno` value.
  package let code: Int32
  /// One sentence for the log.
  package var message: String {
    "Failed to \(operation) the file \(path). Reason: \(String(cString: strerror(code)))."
  }
}
