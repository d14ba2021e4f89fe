import Glibc

/// A small file that only this account may read. It appears under its name whole or not at all.
package struct SecretFile {
  /// The most bytes that are read: eight roots with their endorsements take about 100 KiB.
  package static let byteLimit = 256 << 10

  /// The file's place.
  package let path: String

  /// Names a file; nothing is read yet.
  package init(_ path: String) { self.path = path }

  /// The bytes, or those `make` gives when there is no file yet.
  ///
  /// Two programs may start at once: the second reads what the first has written.
  package func open(make: () throws -> [UInt8]) throws -> [UInt8] {
    if let found = try read() { return found }
    _ = try publish(try make())
    guard let written = try read() else { throw failure("read") }
    return written
  }

  /// Writes a file that must not be there yet.
  package func create(_ bytes: [UInt8]) throws(SecretFileError) {
    guard try publish(bytes) else {
      throw SecretFileError(
        operation: "create", path: path, code: EEXIST,
        message: "it is there already and was not touched")
    }
  }

  /// Puts these bytes in the place of the file, if there is one: a reader sees the old ones or these.
  package func replace(_ bytes: [UInt8]) throws(SecretFileError) {
    let draft = try draft(bytes)
    defer { unlink(draft) }
    guard rename(draft, path) == 0 else { throw failure("rename") }
    syncDirectory()
  }

  /// Gives the file another name in its directory, which must be free, or be this file's already: then an
  /// earlier attempt ended between the two steps.
  package func setAside(as name: String) throws(SecretFileError) {
    let target = "\(directory)/\(name)"
    let isLinked = link(path, target) == 0 || (errno == EEXIST && SecretFile.isSame(path, target))
    guard isLinked, unlink(path) == 0 else { throw failure("set aside") }
    syncDirectory()
  }

  /// Whether two names are one file's; leaves `errno` as it was.
  private static func isSame(_ one: String, _ other: String) -> Bool {
    let code = errno
    defer { errno = code }
    var (left, right) = (stat(), stat())
    return lstat(one, &left) == 0 && lstat(other, &right) == 0 && left.st_ino == right.st_ino
      && left.st_dev == right.st_dev
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
    return try content(descriptor)
  }

  private func content(_ descriptor: Int32) throws(SecretFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw failure("read") }
      guard count > 0 else { return bytes }
      bytes += buffer.prefix(count)
      guard bytes.count <= SecretFile.byteLimit else {
        throw SecretFileError(
          operation: "read", path: path, code: EFBIG,
          message: "it is longer than \(SecretFile.byteLimit) bytes")
      }
    }
  }

  /// Whether the bytes are now under the name; false if another file was there first.
  private func publish(_ bytes: [UInt8]) throws(SecretFileError) -> Bool {
    let draft = try draft(bytes)
    defer { unlink(draft) }
    guard link(draft, path) != 0 else {
      syncDirectory()
      return true
    }
    guard errno != EEXIST else { return false }
    // The file system of a USB stick knows no links: there a look before the renaming must do.
    guard errno == EPERM || errno == EOPNOTSUPP else { throw failure("link") }
    guard access(path, F_OK) != 0 else { return false }
    guard rename(draft, path) == 0 else { throw failure("rename") }
    syncDirectory()
    return true
  }

  /// A synced file beside this one, under a name of its own for each thread that tries (mkstemp(3)
  /// makes it with mode 0600).
  private func draft(_ bytes: [UInt8]) throws(SecretFileError) -> [CChar] {
    var name = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw failure("create") }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    guard close(descriptor) == 0, isWritten else {
      let error = failure("write")
      unlink(name)
      throw error
    }
    return name
  }

  private var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func syncDirectory() {
    let descriptor = Glibc.open(directory, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func failure(_ operation: String) -> SecretFileError {
    SecretFileError(
      operation: operation, path: path, code: errno, message: String(cString: strerror(errno)))
  }
}

/// A file of keys, or one beside them, could not be read or written.
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
  package var description: String { "File \(path): \(operation) failed: \(message)" }
}
