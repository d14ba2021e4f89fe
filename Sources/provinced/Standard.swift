import Glibc

/// Standard output without a buffer: a line is there as soon as it is written, also through a pipe.
enum Standard {
  static func print(_ text: String) {
    let bytes = Array((visible(text) + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
  }

  /// A line about what went wrong, on standard error under the program's name.
  static func complain(_ text: String) {
    let bytes = Array("provinced: \(visible(text))\n".utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
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
