/// Takes the bytes of a PDF as cairo makes them and gives them away in pieces, the addendum last.
///
/// Cairo calls it through a C function, which cannot throw: an error of the receiver is kept, ends
/// the drawing and is thrown by `finish`. Used by one thread.
final class PDFSink {
  /// How much is collected before it is given away.
  static let pieceBytes = 64 << 10

  /// The descriptions of the document's figures, in the order of drawing.
  var figures: [String] = []

  private let give: ([UInt8]) throws -> Void
  private var piece: [UInt8] = []
  private var addendum = PDFAddendum()
  private var failure: (any Error)?

  /// A sink that hands the bytes to a receiver.
  init(_ give: @escaping ([UInt8]) throws -> Void) {
    self.give = give
    piece.reserveCapacity(Self.pieceBytes + 4096)
  }

  /// Takes the next bytes; `false` ends the drawing.
  func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard failure == nil else { return false }
    piece.append(contentsOf: bytes)
    if piece.count >= Self.pieceBytes { flush() }
    return failure == nil
  }

  /// Gives the rest away and the addendum after it; throws what the receiver threw, now or before.
  func finish() throws {
    flush()
    piece = addendum.bytes(figures: figures)
    flush()
    if let failure { throw failure }
  }

  /// Throws what the receiver threw, if it did.
  func check() throws {
    if let failure { throw failure }
  }

  private func flush() {
    guard failure == nil, !piece.isEmpty else { return }
    addendum.look(at: piece)
    do {
      try give(piece)
    } catch {
      failure = error
    }
    piece.removeAll(keepingCapacity: true)
  }
}
