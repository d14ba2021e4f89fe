internal import Foundation
internal import Synchronization

/// The lock file that keeps a second instance off the same data directory.
///
/// `flock(2)` belongs to the open file and vanishes with the process, however it ends.
final class InstanceLock: Sendable {
  static let fileName = "kiosk.lock"

  private let descriptor: Mutex<Int32?>

  /// Takes the lock or throws a `StoreError` that says who stands in the way.
  /// - Parameter waitSeconds: how long it may take the other instance to end.
  init(directory: String, waitSeconds: Int = 0) throws {
    try InstanceLock.makeDirectory(directory)
    let path = directory + "/" + InstanceLock.fileName
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw InstanceLock.error("open the lock file \(path)", errno)
    }
    let code = InstanceLock.take(file, waitSeconds: waitSeconds)
    guard code == 0 else {
      Glibc.close(file)
      guard code == EWOULDBLOCK else { throw InstanceLock.error("lock \(path)", code) }
      throw StoreError(
        operation: "lock the data directory", cause: .locked, code: "second-instance",
        message: "Another instance uses \(directory).")
    }
    descriptor = Mutex(file)
  }

  /// Lets another instance in.
  func release() {
    descriptor.withLock { descriptor in
      if let file = descriptor {
        // A program that is just being started has a copy of the descriptor until its exec; closing this
        // one alone would leave the lock to it for that moment.
        flock(file, LOCK_UN)
        Glibc.close(file)
      }
      descriptor = nil
    }
  }

  deinit { release() }

  /// Tries at once, and then ten times a second: a wait inside flock(2) has no end of its own.
  /// - Returns: 0, or why not.
  private static func take(_ file: Int32, waitSeconds: Int) -> Int32 {
    var looks = waitSeconds * 10
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      guard code == EWOULDBLOCK || code == EINTR, looks > 0 else { return code }
      looks -= 1
      poll(nil, 0, 100)
    }
    return 0
  }

  private static func makeDirectory(_ directory: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw InstanceLock.error("make the directory \(directory)", errno)
    }
  }

  private static func error(_ operation: String, _ code: Int32) -> StoreError {
    let cause: StoreError.Cause =
      switch code {
      case EROFS, EACCES, EPERM: .readOnly
      case ENOSPC, EDQUOT: .diskFull
      default: .other
      }
    return StoreError(
      operation: operation, cause: cause, code: "errno-\(code)",
      message: String(cString: strerror(code)))
  }
}
