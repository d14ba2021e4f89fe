import Glibc

/// Standard output without a buffer: a line is there as soon as it is written, also through a pipe.
enum Standard {
  static func print(_ text: String) {
    write(Array((visible(text) + "\n").utf8))
  }

  /// A document as it stands, for another program or a file; a pipe may take it in pieces.
  static func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// A line about what went wrong, on standard error under the program's name.
  static func complain(_ text: String) {
    let bytes = Array("provinced: \(visible(text))\n".utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
  }

  /// Some of it comes from files that others wrote: what would move the cursor, hide a line or turn its
  /// direction becomes a mark that can be seen.
  private static func visible(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar.properties.generalCategory {
      case .control where scalar != "\n", .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
      default: scalar
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
