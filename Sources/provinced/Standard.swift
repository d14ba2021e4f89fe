import Glibc

/// Standard output without a buffer: a line is there as soon as it is written, also through a pipe.
enum Standard {
  static func print(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
  }

  /// A line about what went wrong, on standard error under the program's name.
  static func complain(_ text: String) {
    let bytes = Array("provinced: \(text)\n".utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }
}
