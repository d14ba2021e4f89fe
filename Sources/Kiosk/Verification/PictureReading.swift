import Paper

/// Reads the codes on pictures the way the check-in screen's camera does, for people at a terminal.
package enum PictureReading {
  /// The texts of all codes on a PNG, JPEG or PDF file of at most 32 MiB; none is no error.
  /// - Throws: `FileError` when the file cannot be read, `ImageError` when it is no picture.
  package static func texts(inFile path: String) throws -> [String] {
    try ImageCodes.codes(inImage: Files.read(path, mostBytes: 32 << 20)).map(\.text)
  }
}
