import Glibc

/// Writes documents into a folder, each whole or not at all.
struct FolderPrinter {
  /// The longest file name made from a title, in bytes, so that a memory stick takes it.
  private static let longestNameBytes = 120

  let path: String

  /// Writes a document under its title and returns the file's name; an existing file is never
  /// replaced, the new one gets a number. The bytes and the name are on the disk at return.
  func write(_ document: some Document, title: String) throws(PrintError) -> String {
    try makeFolder()
    var name = Array((path + "/.print-XXXXXX").utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { throw failure("A file cannot be made", errno) }
    defer { unlink(name) }
    let isGiven = try document.give { writeAll($0, to: file) }
    let isWritten = isGiven && fchmod(file, 0o644) == 0 && fsync(file) == 0
    let number = errno
    guard close(file) == 0, isWritten else { throw failure("The file cannot be written", number) }
    let final = try link(name, title: title)
    try syncFolder()
    return final
  }

  /// Ready when files can be made in the folder, otherwise stopped.
  func state() -> PrinterState {
    let isWritable = access(path, W_OK | X_OK) == 0 || access(path, F_OK) != 0
    return PrinterState(
      condition: isWritable ? .ready : .stopped, reasons: isWritable ? [] : ["folder-not-writable"],
      isAcceptingJobs: isWritable)
  }

  private func makeFolder() throws(PrintError) {
    guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
    throw failure("The folder cannot be made", errno)
  }

  /// Gives the finished file its name; by `link`, which unlike `rename` replaces nothing.
  private func link(_ temporary: [CChar], title: String) throws(PrintError) -> String {
    let stem = Self.fileName(title)
    for count in 1...9999 {
      let name = count == 1 ? "\(stem).pdf" : "\(stem)-\(count).pdf"
      let target = path + "/" + name
      if Glibc.link(temporary, target) == 0 { return name }
      if errno == EEXIST { continue }
      // FAT has no links; there the folder has one writer, us, and the check is good enough.
      guard errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS else {
        throw failure("The file cannot be named", errno)
      }
      if access(target, F_OK) == 0 { continue }
      guard rename(temporary, target) == 0 else {
        throw failure("The file cannot be named", errno)
      }
      return name
    }
    throw failure("There are 9999 files of the name \(stem)", EEXIST)
  }

  private func syncFolder() throws(PrintError) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw failure("The folder cannot be opened", errno) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw failure("The folder cannot be saved", errno) }
  }

  /// A name that Linux, Windows and a memory stick all take.
  static func fileName(_ title: String) -> String {
    let forbidden: Set<Unicode.Scalar> = ["/", "\\", ":", "*", "?", "\"", "<", ">", "|"]
    var name = ""
    for character in title {
      let isPlain = character.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0.value != 0x7F && !forbidden.contains($0)
      }
      let next = isPlain ? String(character) : "-"
      guard name.utf8.count + next.utf8.count <= longestNameBytes else { break }
      name += next
    }
    while name.hasPrefix(".") || name.hasPrefix(" ") { name.removeFirst() }
    while name.hasSuffix(".") || name.hasSuffix(" ") { name.removeLast() }
    return name.isEmpty ? "print" : name
  }

  private func failure(_ what: String, _ number: Int32) -> PrintError {
    PrintError(
      operation: "print into the folder \(path)", code: number == ENOSPC ? .diskFull : .folder,
      message: "\(what): \(String(cString: strerror(number))).")
  }
}
