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
  package convenience init(path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    try self.init(descriptor, path: path)
  }

  /// Opens a regular file below `directory`, following no symbolic link on the way.
  convenience init(_ path: SafePath, inside directory: String) throws(FileError) {
    let name = path.components.joined(separator: "/")
    var descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    for (index, component) in path.components.enumerated() where descriptor >= 0 {
      let kind = index == path.components.count - 1 ? O_NONBLOCK : O_DIRECTORY
      let next = openat(descriptor, component, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind)
      let code = errno
      close(descriptor)
      errno = code
      descriptor = next
    }
    try self.init(descriptor, path: name)
  }

  private init(_ descriptor: Int32, path: String) throws(FileError) {
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileError(operation: "open", path: path, code: EISDIR)
    }
    self.descriptor = descriptor
    size = Int(status.st_size)
    inode = UInt64(status.st_ino)
    let changed = status.st_mtim
    changedNanoseconds = Int64(changed.tv_sec) * 1_000_000_000 + Int64(changed.tv_nsec)
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
