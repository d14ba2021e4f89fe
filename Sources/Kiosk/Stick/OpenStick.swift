import Glibc

/// A mounted stick that is held open while it is written. All paths go through the open folder, so that
/// a stick that is taken away does not leave its files in the empty folder it was mounted on.
final class OpenStick {
  /// The folder on the stick that receives the files.
  static let folderName = "learning-kiosk"

  private let mountPath: String
  private let root: Int32
  private let device: dev_t
  private var inner: Int32 = -1

  /// Opens the stick mounted at `path`.
  /// - Parameter device: the number of its file system; another one there means that it was taken away.
  init(_ path: String, device expected: dev_t?) throws(FileError) {
    mountPath = path
    root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard root >= 0 else { throw FileError("open", path: path) }
    var status = stat()
    guard fstat(root, &status) == 0 else {
      let code = errno
      close(root)
      throw FileError("stat", path: path, code: code)
    }
    device = status.st_dev
    // From here on `deinit` closes it.
    guard expected == nil || expected == device else {
      throw FileError("open", path: path, code: ENODEV)
    }
  }

  deinit {
    close(root)
    if inner >= 0 { close(inner) }
  }

  /// The stick's top folder, by way of the open stick.
  var top: String { "/proc/self/fd/\(root)" }

  /// The folder for the files, by way of the open stick; after `openFolder` or `makeFolder`.
  var folder: String { "/proc/self/fd/\(inner)" }

  /// Whether the stick is still mounted where it was.
  var isThere: Bool {
    var status = stat()
    return stat(mountPath, &status) == 0 && status.st_dev == device
  }

  /// Makes the folder where it is missing.
  func makeFolder() throws(FileError) {
    guard mkdirat(root, Self.folderName, 0o755) == 0 || errno == EEXIST else {
      throw FileError("mkdir", path: "\(mountPath)/\(Self.folderName)")
    }
    try openFolder()
  }

  /// Opens the folder, which must be one of this stick: a link or a mount there leads elsewhere.
  func openFolder() throws(FileError) {
    let path = "\(mountPath)/\(Self.folderName)"
    let file = openat(root, Self.folderName, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else {
      guard errno == ENOTDIR || errno == ELOOP else { throw FileError("open", path: path) }
      throw FileError("open", path: path, reason: "is no folder of the stick")
    }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_dev == device else {
      close(file)
      throw FileError("open", path: path, reason: "is no folder of the stick")
    }
    if inner >= 0 { close(inner) }
    inner = file
  }

  /// Writes out whatever the kernel still holds of the stick (syncfs(2)).
  func flush() throws(FileError) {
    guard CLibrary.syncfs(root) == 0 else { throw FileError("sync", path: mountPath) }
  }
}
