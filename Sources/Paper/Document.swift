import Glibc

/// A document on its way to a printer, read piece by piece.
protocol Document {
  /// Its length in bytes.
  var count: Int { get }

  /// Gives its pieces in order until one is not taken; returns whether all were.
  func give(to take: (UnsafeRawBufferPointer) -> Bool) throws(PrintError) -> Bool
}

/// A document that is held in memory.
struct DocumentBytes: Document {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var count: Int { bytes.count }

  func give(to take: (UnsafeRawBufferPointer) -> Bool) -> Bool {
    bytes.withUnsafeBytes { take($0) }
  }
}

/// A document in a file.
final class DocumentFile: Document {
  private static let pieceBytes = 64 << 10

  let count: Int
  private let path: String
  private let file: Int32

  init(path: String) throws(PrintError) {
    self.path = path
    file = open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard file >= 0, fstat(file, &status) == 0 else {
      let number = errno
      if file >= 0 { close(file) }
      throw PrintError(
        operation: "read a document", code: .folder,
        message: "\(path): \(String(cString: strerror(number))).")
    }
    count = Int(status.st_size)
  }

  deinit {
    close(file)
  }

  func give(to take: (UnsafeRawBufferPointer) -> Bool) throws(PrintError) -> Bool {
    var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
    var offset = 0
    while offset < count {
      let read = pread(file, &piece, min(piece.count, count - offset), off_t(offset))
      if read < 0, errno == EINTR { continue }
      guard read > 0 else {
        throw PrintError(
          operation: "read a document", code: .folder,
          message: "\(path) ends at byte \(offset) of \(count).")
      }
      guard piece[..<read].withUnsafeBytes({ take($0) }) else { return false }
      offset += read
    }
    return true
  }
}
