import CQRencode
import Glibc

/// A QR symbol (ISO/IEC 18004), error correction level M, as a square of dark and light modules.
///
/// The quiet zone is not part of it; whoever draws it leaves 4 modules white on each side.
package struct QRSymbol: Equatable, Sendable {
  /// The largest version that still has modules of 0.38 mm on a side of 33 mm.
  package static let largestVersion = 17
  /// The width of the white border that a reader needs, in modules.
  package static let quietZoneModules = 4

  /// The version, 1 to 17.
  package let version: Int
  /// The width and height in modules: 17 + 4 x version.
  package let width: Int
  /// Whether a module is dark, row after row.
  private let dark: [Bool]

  /// Whether the module in this column and row is dark; outside the symbol all is light.
  package func isDark(column: Int, row: Int) -> Bool {
    guard 0..<width ~= column, 0..<width ~= row else { return false }
    return dark[row * width + column]
  }

  /// The rows of the symbol, top to bottom, each from left to right.
  package var rows: [[Bool]] {
    (0..<width).map { row in Array(dark[(row * width)..<((row + 1) * width)]) }
  }

  /// The symbol of a certificate: the prefix as one byte segment, the token as one numeric segment.
  ///
  /// Two pinned segments keep a token of 370 bytes at version 15 (certificates.md, "The QR code").
  /// Throws `codeTooLarge` beyond version 17 and `codeAlphabet` for anything but digits.
  package static func certificate(
    prefix: String, digits: String
  ) throws(PaperError) -> QRSymbol {
    try requireDigits(digits)
    return try encode([
      Segment(mode: QR_MODE_8, bytes: Array(prefix.utf8)),
      Segment(mode: QR_MODE_NUM, bytes: Array(digits.utf8)),
    ])
  }

  /// A symbol of decimal digits only, which no keyboard layout and no input method can damage.
  package static func digits(_ digits: String) throws(PaperError) -> QRSymbol {
    try requireDigits(digits)
    return try encode([Segment(mode: QR_MODE_NUM, bytes: Array(digits.utf8))])
  }

  /// A symbol of plain text, as UTF-8 bytes without an ECI mark.
  package static func text(_ text: String) throws(PaperError) -> QRSymbol {
    try encode([Segment(mode: QR_MODE_8, bytes: Array(text.utf8))])
  }
}

extension QRSymbol {
  private struct Segment {
    let mode: QRencodeMode
    let bytes: [UInt8]
  }

  private static let operation = "make a QR code"

  private static func requireDigits(_ text: String) throws(PaperError) {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw PaperError(
        operation: operation, code: .codeAlphabet,
        message: "A numeric segment holds one or more of the digits 0 to 9 and nothing else.")
    }
  }

  private static func encode(_ segments: [Segment]) throws(PaperError) -> QRSymbol {
    guard let input = QRinput_new2(0, QR_ECLEVEL_M) else { throw failure(errno) }
    defer { QRinput_free(input) }
    for segment in segments where !segment.bytes.isEmpty {
      let count = Int32(clamping: segment.bytes.count)
      guard QRinput_append(input, segment.mode, count, segment.bytes) == 0 else {
        throw failure(errno)
      }
    }
    guard let code = QRcode_encodeInput(input) else { throw failure(errno) }
    defer { QRcode_free(code) }
    return try QRSymbol(code.pointee)
  }

  private init(_ code: QRcode) throws(PaperError) {
    guard code.version <= Self.largestVersion else { throw Self.failure(ERANGE) }
    guard let data = code.data else { throw Self.failure(ENOMEM) }
    version = Int(code.version)
    width = Int(code.width)
    // The lowest bit of each byte is the module (qrencode.h, QRcode.data).
    dark = UnsafeBufferPointer(start: data, count: width * width).map { $0 & 1 == 1 }
  }

  private static func failure(_ number: Int32) -> PaperError {
    guard number == ERANGE else {
      return PaperError(
        operation: operation, code: .library,
        message: "libqrencode reported error \(number): \(String(cString: strerror(number))).")
    }
    return PaperError(
      operation: operation, code: .codeTooLarge,
      message: "The text needs a symbol beyond version \(largestVersion), too fine for paper. "
        + "Shorten the name or the title.")
  }
}
