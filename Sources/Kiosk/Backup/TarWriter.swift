import Crypto
import Evidence
import Glibc

/// Writes an archive that every system can open (POSIX.1-2017, pax, "ustar Interchange Format"),
/// piece by piece into a file that takes its name at the end.
final class TarWriter {
  static let blockSize = 512
  /// The longest size that a header holds: 11 octal digits.
  static let mostBytes: Int64 = 8 << 30

  private let sink: FileSink
  private let seconds: Int64
  private var hash = SHA256()

  /// - Parameter seconds: when the files were made, seconds since 1970.
  init(_ path: String, atSeconds seconds: Int64) throws(FileError) {
    // Not for other eyes; a stick's file system knows no permissions.
    sink = try FileSink(path, mode: nil)
    self.seconds = seconds
  }

  /// Adds a small file.
  func add(_ name: String, _ bytes: [UInt8]) throws(FileError) {
    try write(Self.header(name, size: Int64(bytes.count), seconds: seconds))
    try write(bytes)
    try write(Self.padding(after: Int64(bytes.count)))
  }

  /// Adds the file at `path`, read in pieces.
  func add(_ name: String, file path: String, size: Int64) throws(FileError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileError("open", path: path) }
    defer { Glibc.close(file) }
    try write(Self.header(name, size: size, seconds: seconds))
    var rest = size
    while rest > 0 {
      let piece = try Files.piece(descriptor: file, name: path, mostBytes: Int(min(rest, 1 << 18)))
      guard !piece.isEmpty else {
        throw FileError("read", path: path, reason: "became shorter while it was read")
      }
      try write(piece)
      rest -= Int64(piece.count)
    }
    try write(Self.padding(after: size))
  }

  /// Ends the archive and gives the file its name.
  /// - Returns: the SHA-256 of all that was written; nil should the library fail.
  func close() throws(FileError) -> Evidence.Digest? {
    try write([UInt8](repeating: 0, count: 2 * Self.blockSize))
    try sink.close()
    return Evidence.Digest(bytes: Array(hash.finalize()))
  }

  private func write(_ bytes: [UInt8]) throws(FileError) {
    hash.update(data: bytes)
    try sink.write(bytes)
  }

  static func padding(after size: Int64) -> [UInt8] {
    let over = Int(size % Int64(blockSize))
    return [UInt8](repeating: 0, count: over == 0 ? 0 : blockSize - over)
  }

  /// The header of an ordinary file that its owner alone may read.
  static func header(_ name: String, size: Int64, seconds: Int64) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: blockSize)
    func put(_ text: String, at offset: Int) {
      header.replaceSubrange(offset..<offset + text.utf8.count, with: Array(text.utf8))
    }
    func octal(_ value: Int64, _ digits: Int) -> String { padded(String(value, radix: 8), digits) }
    put(String(name.prefix(99)), at: 0)
    put(octal(0o600, 7), at: 100)
    put(octal(0, 7), at: 108)
    put(octal(0, 7), at: 116)
    put(octal(size, 11), at: 124)
    put(octal(max(0, seconds), 11), at: 136)
    put("        0", at: 148)
    put("ustar", at: 257)
    put("00", at: 263)
    put(octal(header.reduce(0) { $0 + Int64($1) }, 6), at: 148)
    header[154] = 0
    return header
  }

  private static func padded(_ text: String, _ digits: Int) -> String {
    String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
