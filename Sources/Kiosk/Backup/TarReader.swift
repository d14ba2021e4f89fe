import Evidence
import Glibc

/// Reads an archive that `TarWriter` wrote, file after file.
final class TarReader {
  /// The head of the next file.
  struct Entry: Equatable {
    let name: String
    let size: Int64
  }

  private let path: String
  private let file: Int32
  private var rest: Int64 = 0
  private var padding = 0

  init(_ path: String) throws(FileError) {
    self.path = path
    file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileError("open", path: path) }
  }

  deinit { close(file) }

  /// The next file of the archive, what is left of the one before passed over; nil at the end.
  func next() throws(FileError) -> Entry? {
    while try !piece().isEmpty {}
    _ = try exactly(padding)
    padding = 0
    let header = try exactly(TarWriter.blockSize)
    guard header.contains(where: { $0 != 0 }) else { return nil }
    var blank = header
    blank.replaceSubrange(148..<156, with: [UInt8](repeating: 0x20, count: 8))
    let sum = blank.reduce(Int64(0)) { $0 + Int64($1) }
    guard Self.octal(header[148..<156]) == sum, let size = Self.octal(header[124..<136]),
      header[156] == UInt8(ascii: "0") || header[156] == 0
    else { throw damaged("a header is wrong") }
    rest = size
    padding = TarWriter.padding(after: size).count
    return Entry(name: Self.text(header[0..<100]), size: size)
  }

  /// The next bytes of the file; none at its end.
  func piece() throws(FileError) -> [UInt8] {
    guard rest > 0 else { return [] }
    let bytes = try Files.piece(descriptor: file, name: path, mostBytes: Int(min(rest, 1 << 18)))
    guard !bytes.isEmpty else { throw damaged("it ends too early") }
    rest -= Int64(bytes.count)
    return bytes
  }

  /// The whole of a small file.
  func bytes(mostBytes: Int) throws(FileError) -> [UInt8] {
    guard rest <= Int64(mostBytes) else {
      throw damaged("a part is longer than \(mostBytes) bytes")
    }
    return try exactly(Int(rest), counted: true)
  }

  private func exactly(_ count: Int, counted: Bool = false) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try Files.piece(
        descriptor: file, name: path, mostBytes: count - bytes.count)
      guard !piece.isEmpty else { throw damaged("it ends too early") }
      bytes += piece
    }
    if counted { rest -= Int64(count) }
    return bytes
  }

  private func damaged(_ reason: String) -> FileError {
    FileError("read", path: path, reason: reason)
  }

  private static func text(_ field: ArraySlice<UInt8>) -> String {
    String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func octal(_ field: ArraySlice<UInt8>) -> Int64? {
    let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
    return Int64(String(decoding: digits, as: UTF8.self), radix: 8)
  }
}
