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
    _ facts: DocumentFacts, _ draw: (Canvas) throws -> Void
  ) throws -> [UInt8] {
    try typesetter.withLock { kept in
      let typesetter = try kept.typesetter ?? Typesetter(font: font)
      kept.typesetter = typesetter
      let canvas = try Canvas(facts, typesetter)
      try draw(canvas)
      return try canvas.finished()
    }
  }
}
