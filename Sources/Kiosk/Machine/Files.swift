import Crypto
import Evidence
import Glibc

/// Small files, read and written whole. A written file is on disk when `write` returns, and a power
/// cut leaves either the old one or the new one.
enum Files {
  private static let draftSuffix = ".new"

  /// The bytes of the file at `path`.
  /// - Parameter mostBytes: a longer file is refused.
  static func read(_ path: String, mostBytes: Int) throws(FileError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw FileError("open", path: path)
    }
    defer { close(file) }
    return try read(descriptor: file, name: path, mostBytes: mostBytes)
  }

  /// The bytes of an ordinary file on a medium that anybody may have written: a link is not followed, and
  /// a pipe, which would be waited for, is not read.
  static func readForeign(_ path: String, mostBytes: Int) throws(FileError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else {
      throw FileError("open", path: path)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FileError("open", path: path, reason: "is no ordinary file")
    }
    return try read(descriptor: file, name: path, mostBytes: mostBytes)
  }

  /// The bytes that an open file still gives.
  static func read(
    descriptor: Int32, name: String, mostBytes: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw FileError("read", path: name)
      }
      guard count > 0 else {
        return bytes
      }
      bytes += buffer[..<count]
      guard bytes.count <= mostBytes else {
        throw FileError("read", path: name, reason: "is longer than \(mostBytes) bytes")
      }
    }
  }

  /// Puts `bytes` in the place of the file at `path`.
  /// - Parameter mode: the permissions, whatever the process's mask; nil takes those that the folder
  ///   gives, because a stick's file system knows none of ours.
  static func write(_ bytes: [UInt8], to path: String, mode: mode_t? = 0o600) throws(FileError) {
    // A command and the daemon, or two threads, may write the same file: each has its own draft.
    let draft = "\(path).\(getpid())-\(pthread_self())\(draftSuffix)"
    do throws(FileError) {
      try fill(draft, of: path, with: bytes, mode: mode)
      guard rename(draft, path) == 0 else {
        throw FileError("write", path: path)
      }
    } catch {
      unlink(draft)
      throw error
    }
    try syncDirectory(of: path)
  }

  /// Writes a draft; an error names the file that people know, not the draft.
  private static func fill(
    _ draft: String, of path: String, with bytes: [UInt8], mode: mode_t?
  ) throws(FileError) {
    // Nothing that lies there already is opened: on a stick it may be a link or a pipe.
    unlink(draft)
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode ?? 0o644)
    guard file >= 0 else {
      throw FileError("open", path: path)
    }
    defer { close(file) }
    try append(bytes, to: file, path: path)
    let isMode = mode.map { fchmod(file, $0) == 0 } ?? true
    guard isMode, fsync(file) == 0 else {
      throw FileError("write", path: path)
    }
  }

  /// The next bytes of an open file, at most so many; none at its end.
  static func piece(
    descriptor: Int32, name: String, mostBytes: Int
  ) throws(FileError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: mostBytes) { buffer, count in
      var got = Glibc.read(descriptor, buffer.baseAddress, mostBytes)
      while got < 0, errno == EINTR {
        got = Glibc.read(descriptor, buffer.baseAddress, mostBytes)
      }
      failure = got < 0 ? errno : 0
      count = max(0, got)
    }
    guard failure == 0 else {
      throw FileError("read", path: name, code: failure)
    }
    return bytes
  }

  /// The SHA-256 of a file, however long, and its length.
  static func digest(
    _ path: String
  ) throws(FileError) -> (digest: Evidence.Digest, byteCount: Int64) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw FileError("open", path: path)
    }
    defer { close(file) }
    var hash = SHA256()
    var count: Int64 = 0
    while case let piece = try piece(descriptor: file, name: path, mostBytes: 1 << 18),
      !piece.isEmpty
    {
      hash.update(data: piece)
      count += Int64(piece.count)
    }
    guard let digest = Evidence.Digest(bytes: Array(hash.finalize())) else {
      throw FileError("read", path: path, reason: "has no hash")
    }
    return (digest, count)
  }

  /// Gives a file another name in the place of one that may stand there; on disk when it returns.
  static func move(_ path: String, to target: String) throws(FileError) {
    guard rename(path, target) == 0 else {
      throw FileError("rename", path: path)
    }
    try syncDirectory(of: target)
    try syncDirectory(of: path)
  }

  /// Gives a file a second name; on disk when it returns.
  static func link(_ path: String, as target: String) throws(FileError) {
    guard Glibc.link(path, target) == 0 else {
      throw FileError("link", path: path)
    }
    try syncDirectory(of: target)
  }

  /// Writes all of `bytes` at the end of an open file, however many pieces the kernel makes of them.
  static func append(_ bytes: [UInt8], to file: Int32, path: String) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw FileError("write", path: path)
      }
      written += count
    }
  }

  /// The names of everything in a folder; none when it cannot be read.
  static func names(in directory: String) -> [String] {
    guard let folder = opendir(directory) else {
      return []
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }

  /// Removes the drafts that a power cut left in a folder: those of processes that are no more. At the
  /// start, before anything is written, what bears this process's number is older than it.
  static func removeDrafts(in directory: String) {
    for name in names(in: directory) {
      guard let writer = draft(name)?.writer else { continue }
      if writer == getpid() || kill(writer, 0) != 0 && errno == ESRCH {
        unlink("\(directory)/\(name)")
      }
    }
  }

  /// The name of the file that was to take a draft's place; nil for what is no draft of `write(_:to:mode:)`.
  static func target(ofDraft name: String) -> String? { draft(name)?.target }

  private static func draft(_ name: String) -> (target: String, writer: pid_t)? {
    guard name.hasSuffix(draftSuffix) else { return nil }
    let rest = name.dropLast(draftSuffix.count)
    guard let dot = rest.lastIndex(of: "."),
      let writer = rest[dot...].dropFirst().split(separator: "-").first.flatMap({ pid_t($0) }),
      writer > 0
    else { return nil }
    return (String(rest[..<dot]), writer)
  }

  /// Writes `text` as `write(_:to:mode:)` does.
  static func write(_ text: String, to path: String, mode: mode_t? = 0o600) throws(FileError) {
    try write(Array(text.utf8), to: path, mode: mode)
  }

  /// The text of a small file without the white space around it; nil when there is no such file.
  static func line(_ path: String) throws(FileError) -> String? {
    guard exists(path) else {
      return nil
    }
    let bytes = try read(path, mostBytes: 65_536)
    let text = Substring(decoding: bytes, as: UTF8.self)
    let start = text.drop(while: \.isWhitespace)
    let tail = start.reversed().prefix(while: \.isWhitespace).count
    return String(start.dropLast(tail))
  }

  /// The permissions of the file at `path`.
  static func mode(_ path: String) throws(FileError) -> mode_t {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw FileError("stat", path: path)
    }
    return status.st_mode & 0o777
  }

  /// How long the file at `path` is; 0 when there is none.
  static func byteCount(_ path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Whether something stands at `path`.
  static func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  /// Whether a folder stands at `path`.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes the folder at `path` and those above it where they are missing.
  static func makeDirectory(_ path: String, mode: mode_t) throws(FileError) {
    guard !exists(path) else {
      return
    }
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try makeDirectory(String(path[..<slash]), mode: 0o755)
    }
    guard mkdir(path, mode) == 0 || errno == EEXIST else {
      throw FileError("mkdir", path: path)
    }
  }

  /// Removes the file at `path` if there is one.
  static func remove(_ path: String) {
    unlink(path)
  }

  /// Removes the file at `path`, which must not stand there afterwards; what is a folder stays.
  static func removeFile(_ path: String) throws(FileError) {
    guard unlink(path) == 0 || errno == ENOENT || errno == EISDIR else {
      throw FileError("remove", path: path)
    }
  }

  /// The folder that the file at `path` lies in.
  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Sees to it that the name of a file is on the medium.
  static func syncDirectory(of path: String) throws(FileError) {
    let directory = directory(of: path)
    let file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else {
      throw FileError("open", path: directory)
    }
    defer { close(file) }
    // Some file systems of sticks know no syncing of a folder, and say so.
    guard fsync(file) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw FileError("sync", path: directory)
    }
  }
}
