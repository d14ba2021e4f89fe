import Glibc

/// A small file that only this account may read, written once and never replaced.
package struct SecretFile {
  /// The file's place.
  package let path: String

  /// Names a file; nothing is read yet.
  package init(_ path: String) { self.path = path }

  /// The bytes, or those `make` gives when there is no file yet.
  ///
  /// Two programs may start at once: the file appears whole under its name or not at all, and the
  /// second reads what the first has written.
  package func open(make: () throws -> [UInt8]) throws -> [UInt8] {
    if let found = try read() { return found }
    try publish(try make())
    guard let written = try read() else { throw failure("read") }
    return written
  }

  /// The bytes of the file, nil if there is none.
  ///
  /// - Throws: `SecretFileError` when others may read it.
  package func read() throws(SecretFileError) -> [UInt8]? {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == ENOENT else { throw failure("open") }
      return nil
    }
    defer { close(descriptor) }
    var state = stat()
    guard fstat(descriptor, &state) == 0 else { throw failure("stat") }
    guard state.st_mode & 0o077 == 0 else {
      throw SecretFileError(
        operation: "check", path: path, code: 0,
        message: "others may read this key; run chmod 600 on it")
    }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    guard count >= 0 else { throw failure("read") }
    return Array(buffer.prefix(count))
  }

  private func publish(_ bytes: [UInt8]) throws(SecretFileError) {
    // A name of its own for each thread that tries (mkstemp(3) makes the file with mode 0600).
    var name = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw failure("create") }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    defer { unlink(name) }
    let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    guard close(descriptor) == 0, isWritten else { throw failure("write") }
    guard link(name, path) == 0 || errno == EEXIST else { throw failure("link") }
    SecretFile.syncDirectory(of: path)
  }

  private static func syncDirectory(of path: String) {
    let directory = path.split(separator: "/").dropLast().joined(separator: "/")
    let descriptor = Glibc.open(path.hasPrefix("/") ? "/" + directory : directory, O_RDONLY)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func failure(_ operation: String) -> SecretFileError {
    SecretFileError(
      operation: operation, path: path, code: errno, message: String(cString: strerror(errno)))
  }
}

/// A key file could not be read or written.
package struct SecretFileError: Error, CustomStringConvertible {
  /// `open`, `create`, `write`...
  package let operation: String
  /// The file.
  package let path: String
  /// `errno`, or 0.
  package let code: Int32
  /// The reason.
  package let message: String

  /// A whole sentence for the operator.
  package var description: String { "Key file \(path): \(operation) failed: \(message)" }
}
