import Glibc

/// Keeps the files that vouch for certificates together: whoever reads them, judges and writes holds
/// the lock meanwhile, so that a command and the running kiosk, or two threads, never write over what
/// the other one has just taken. `flock(2)` vanishes with the process, however it ends.
enum TrustLock {
  /// Does `body` while nobody else changes the files in `directory`. Not to be nested.
  /// - Parameter file: whose lock it is: that of the files that vouch, or another one.
  /// - Throws: `FileError` when the lock cannot be had, or what `body` throws.
  static func held<Value>(
    in directory: String, file name: String = "trust.lock", _ body: () throws -> Value
  ) throws -> Value {
    let path = "\(directory)/\(name)"
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw FileError("open", path: path)
    }
    defer { close(file) }
    while flock(file, LOCK_EX) != 0 {
      guard errno == EINTR else {
        throw FileError("lock", path: path)
      }
    }
    return try body()
  }
}
