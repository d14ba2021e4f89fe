import Glibc

/// A mounted stick that is held open while it is written. All paths go through the open folder, so that
/// a stick that is taken away does not leave its files in the empty folder it was mounted on.
final class OpenStick {
  /// The folder on the stick that receives the files.
  static let folderName = "learning-kiosk"

  private let mountPath: String
  private let root: Int32
  private let device: dev_t

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

  deinit { close(root) }

  /// The folder for the files, by way of the open stick.
  var folder: String { "/proc/self/fd/\(root)/\(Self.folderName)" }

  /// Whether the stick is still mounted where it was.
  var isThere: Bool {
    var status = stat()
    return stat(mountPath, &status) == 0 && status.st_dev == device
  }

  /// Makes the folder where it is missing.
  func makeFolder() throws(FileError) {
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
      throw FileError("mkdir", path: folder)
    }
  }

  /// Writes out whatever the kernel still holds of the stick (syncfs(2)).
  func flush() throws(FileError) {
    guard CLibrary.syncfs(root) == 0 else { throw FileError("sync", path: mountPath) }
  }
}
