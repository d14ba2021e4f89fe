import Glibc

/// A file that only keeps room: it is removed when the disk is full, so that deleting and receipts, and
/// SQLite's own housekeeping, always have some, and made again when there is room.
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
  var isHeld: Bool {
    var status = stat()
    return stat(path, &status) == 0 && Int(status.st_size) >= bytes
  }

  /// Keeps the room: takes the blocks from the disk, writes nothing into them.
  /// - Throws: `FileError`; then there is no file.
  func make() throws(FileError) {
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw FileError("open", path: path) }
    defer { close(file) }
    // It tells what went wrong by its result, not by errno (posix_fallocate(3)).
    let code = posix_fallocate(file, 0, off_t(bytes))
    guard code == 0 else {
      unlink(path)
      throw FileError("reserve", path: path, code: code)
    }
  }

  /// Gives the room up; true when there was a file.
  @discardableResult
  func release() -> Bool { unlink(path) == 0 }
}
