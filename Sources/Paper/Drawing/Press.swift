import Synchronization

/// Makes PDF documents, one at a time.
///
/// Nothing of pango is touched before the first document. Safe to share between threads: a lock
/// lets one of them draw, since pango's font map and FreeType's faces are not made for two.
final class Press: Sendable {
  private let font: PaperFont
  private let typesetter = Mutex<Kept>(Kept())

  /// Only ever reached through the lock above.
  private struct Kept: @unchecked Sendable {
    var typesetter: Typesetter?
  }

  /// A press that sets everything in one typeface.
  init(font: PaperFont) {
    self.font = font
  }

  /// Draws a document and returns its bytes, the same for the same drawing.
  func document(
    _ size: PageSize, _ draw: (Canvas) throws -> DocumentFacts
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try write(size, to: { bytes += $0 }, draw)
    return bytes
  }

  /// Draws a document and gives its bytes away while it is drawn.
  ///
  /// The drawing returns what the document says of itself, which need not be known before its last
  /// page.
  func write(
    _ size: PageSize, to sink: ([UInt8]) throws -> Void,
    _ draw: (Canvas) throws -> DocumentFacts
  ) throws {
    try typesetter.withLock { kept in
      let typesetter = try kept.typesetter ?? Typesetter(font: font)
      kept.typesetter = typesetter
      try withoutActuallyEscaping(sink) { sink in
        let canvas = try Canvas(size, typesetter, PDFSink(sink))
        try canvas.finish(try draw(canvas))
      }
    }
  }
}
