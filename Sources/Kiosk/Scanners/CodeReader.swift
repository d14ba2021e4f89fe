import Centre

/// What one scanner says: its bytes, or its keys, read as codes. The same for a device and a recording.
struct CodeReader {
  /// Where the bytes of a code are put together.
  private(set) var line: ScanLine
  private var keys: KeyReader?

  /// A reader for a scanner of this kind.
  init(_ kind: ScannerPlace.Kind, prefixes: [String] = []) {
    line = ScanLine(prefixes: prefixes)
    keys = kind == .evdev ? KeyReader() : nil
  }

  /// Takes what has come at this moment; gives the codes that it ends.
  mutating func take(_ bytes: ArraySlice<UInt8>, atMilliseconds now: Int64) -> [String] {
    guard let strokes = keys?.take(bytes) else { return line.take(bytes, atMilliseconds: now) }
    return strokes.flatMap { stroke -> [String] in
      switch stroke {
      case .byte(let byte):
        return line.take(CollectionOfOne(byte), atMilliseconds: now).map(Self.typed)
      case .gap:
        line.cut()
        return []
      }
    }
  }

  /// Nothing has come up to this moment: the code that ends with that, if any.
  mutating func silence(atMilliseconds now: Int64) -> String? {
    let code = line.silence(atMilliseconds: now)
    return keys == nil ? code : code.map(Self.typed)
  }

  /// Keys lose the marks of a name: of an identity card's text only its digits are believed.
  private static func typed(_ code: String) -> String {
    ScannedText.plain(code, source: .wedge)
  }

  /// The scanner is gone, and with it what had come of a code.
  mutating func cut() { line.cut() }
}
