import Glibc

/// A file that only keeps room: it is emptied when the disk is full, so that deleting and receipts, and
/// SQLite's own housekeeping, always have some, and filled again when there is room. An empty one
/// stays, so that a restart knows what that room is for.
struct DiskReserve: Sendable {
  /// What the file is called in the data directory.
  static let fileName = "reserve"

  let path: String
  let bytes: Int

  init(directory: String, bytes: Int) {
    path = "\(directory)/\(Self.fileName)"
    self.bytes = bytes
  }

  /// Whether the room is kept.
  var isHeld: Bool { size.map { $0 >= bytes } ?? false }

  /// Whether the room was kept and had to be given up.
  var isGivenUp: Bool { size == 0 }

  private var size: Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Keeps the room: takes the blocks from the disk, writes nothing into them.
  /// - Throws: `FileError`; then all is as before.
  func make() throws(FileError) {
    let wasGivenUp = isGivenUp
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw FileError("open", path: path) }
    defer { close(file) }
    // It tells what went wrong by its result, not by errno (posix_fallocate(3)).
    let code = posix_fallocate(file, 0, off_t(bytes))
    guard code == 0 else {
      if wasGivenUp { release() } else { unlink(path) }
      throw FileError("reserve", path: path, code: code)
    }
  }

  /// Gives the room up, if there is a file.
  func release() { truncate(path, 0) }

  /// So much room the start needs for its own records: the database's log of writes, boot and clock.
  private static let startBytes: UInt64 = 1 << 20

  /// Gives the room up at the start when the disk has none left without it. An empty file stays, by which
  /// `DiskWatch` knows that the disk is full.
  /// - Returns: whether it was given up.
  func releaseIfFull() -> Bool {
    guard isHeld, bytes > 0, let usage = DiskUsage(path: path),
      usage.freeBytes < Self.startBytes
    else { return false }
    release()
    return true
  }

  /// Removes the file, where none is wanted.
  func remove() { unlink(path) }
}
