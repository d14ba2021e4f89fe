/// The bytes of one scanner, taken apart into codes. Knows nothing of where they come from, so that a
/// serial port, a keyboard and a recording are read alike.
///
/// CR, LF, CRLF and Tab end a code. Where a scanner sends no ending, silence does, if what has come is
/// long enough to be a code; less is half a code, which is dropped and counted.
struct ScanLine {
  /// Silence of so long ends a code; at 9600 baud a character takes one millisecond.
  static let silenceMilliseconds: Int64 = 100
  /// Bytes of the shortest code that silence may end: a card's ten digits.
  static let shortestUnended = 10
  /// Bytes of the longest code; what is longer is dropped to its end.
  static let mostBytes = CertificateCode.mostBytes

  /// What stands before every code of some scanners and is no part of it; the first that fits goes.
  let prefixes: [String]
  /// Codes that were not whole, or longer than any of ours.
  private(set) var droppedCount = 0
  private var bytes: [UInt8] = []
  private var isTooLong = false
  private var lastMilliseconds: Int64 = 0

  /// A line on which nothing has come yet.
  init(prefixes: [String] = []) {
    self.prefixes = prefixes
  }

  /// When silence ends what has come so far; nil while nothing has.
  var silentMilliseconds: Int64? {
    bytes.isEmpty && !isTooLong ? nil : lastMilliseconds + Self.silenceMilliseconds
  }

  /// Takes what has come at this moment; gives the codes that it ends.
  ///
  /// Whoever reads late finds many bytes at once, so a long time since the bytes before says nothing:
  /// only `silence` ends a code by time.
  mutating func take(_ new: some Sequence<UInt8>, atMilliseconds now: Int64) -> [String] {
    var codes: [String] = []
    lastMilliseconds = now
    for byte in new {
      switch byte {
      case UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "\t"):
        if let code = end() { codes.append(code) }
      case 0..<0x20, 0x7F: break  // STX, ETX and the like frame a code; no code holds them
      default: add(byte)
      }
    }
    return codes
  }

  /// Nothing has come up to this moment: gives the code that ends here, if it is a whole one.
  mutating func silence(atMilliseconds now: Int64) -> String? {
    guard let limit = silentMilliseconds, now >= limit else { return nil }
    guard bytes.count >= Self.shortestUnended else {
      cut()
      return nil
    }
    return end()
  }

  /// The scanner is gone, or bytes are known to be lost: what has come so far is no code.
  mutating func cut() {
    if !bytes.isEmpty || isTooLong { droppedCount += 1 }
    bytes = []
    isTooLong = false
  }

  private mutating func add(_ byte: UInt8) {
    guard !isTooLong else { return }
    guard bytes.count < Self.mostBytes else {
      bytes = []
      isTooLong = true
      return
    }
    bytes.append(byte)
  }

  private mutating func end() -> String? {
    guard !isTooLong else {
      cut()
      return nil
    }
    // Bytes that are no UTF-8 become U+FFFD, which the badge's reader explains to the visitor.
    let text = String(decoding: bytes, as: UTF8.self)
    bytes = []
    let prefix = prefixes.first { !$0.isEmpty && text.hasPrefix($0) }
    let code = text.dropFirst(prefix?.count ?? 0)
    return code.isEmpty ? nil : String(code)
  }
}
