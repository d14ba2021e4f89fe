import Glibc

/// A scanner whose device file is open.
struct OpenScanner {
  let place: ScannerPlace
  let path: String
  let file: Int32
  let openedMilliseconds: Int64
  private(set) var reader: CodeReader

  /// Bytes that are read at once, and how often in a row before the others have their turn.
  private static let pieceBytes = 4_096
  private static let mostPieces = 16

  /// Opens a scanner. The caller ends it with `end`.
  init(
    _ place: ScannerPlace, path: String, settings: ScannerSettings, atMilliseconds now: Int64
  ) throws(ScannerError) {
    file = try ScannerFile.open(place, path: path, baud: settings.baud)
    self.place = place
    self.path = path
    openedMilliseconds = now
    reader = CodeReader(place.kind, prefixes: settings.prefixes)
  }

  /// When silence ends what has come so far; nil while nothing has.
  var silentMilliseconds: Int64? { reader.line.silentMilliseconds }

  /// Codes that were not whole since it was opened.
  var droppedCount: Int { reader.line.droppedCount }

  /// Reads what is there: the codes in it, and whether the scanner is still there.
  mutating func read(atMilliseconds now: Int64) -> (codes: [String], isThere: Bool) {
    var codes: [String] = []
    var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
    for _ in 0..<Self.mostPieces {
      let count = Glibc.read(file, &piece, piece.count)
      guard count > 0 else { return (codes, count < 0 && [EAGAIN, EINTR].contains(errno)) }
      codes += reader.take(piece[..<count], atMilliseconds: now)
    }
    return (codes, true)
  }

  /// Nothing is there to be read: the code that ends with that, if any.
  mutating func silence(atMilliseconds now: Int64) -> String? {
    reader.silence(atMilliseconds: now)
  }

  /// Closes it; what had come of a code is dropped.
  mutating func end() {
    reader.cut()
    close(file)
  }
}
