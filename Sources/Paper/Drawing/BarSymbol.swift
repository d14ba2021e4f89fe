/// A Code 128 symbol (ISO/IEC 15417) of an even number of decimal digits, in code set C: a row of bars
/// and spaces, each 1 to 4 modules wide, beginning and ending with a bar.
///
/// On a list it beats a QR symbol of the same size: any one line across the bars reads the whole, so a
/// fold or a stain that spoils a QR symbol's corner spoils nothing here.
package struct BarSymbol: Equatable, Sendable {
  /// The white that a reader needs before and behind it, in modules.
  package static let quietZoneModules = 10

  /// The widths of bars and spaces in turn, in modules; the first is a bar.
  package let widths: [Int]

  /// The width of the whole, in modules.
  package var width: Int { widths.reduce(0, +) }

  /// The symbol of some digits, two a character. Throws `codeAlphabet` for anything but an even number
  /// of digits.
  package static func digits(_ digits: String) throws(PaperError) -> BarSymbol {
    let bytes = Array(digits.utf8)
    guard !bytes.isEmpty, bytes.count % 2 == 0, bytes.allSatisfy({ (0x30...0x39).contains($0) })
    else {
      throw PaperError(
        operation: "make a bar code", code: .codeAlphabet,
        message: "Code set C holds an even number of the digits 0 to 9 and nothing else.")
    }
    var values = [startC]
    var check = startC
    for (index, start) in stride(from: 0, to: bytes.count, by: 2).enumerated() {
      let pair = Int(bytes[start] - 0x30) * 10 + Int(bytes[start + 1] - 0x30)
      values.append(pair)
      check += (index + 1) * pair
    }
    values.append(check % 103)
    return BarSymbol(widths: values.flatMap { patterns[$0] } + stop)
  }

  private static let startC = 105
  private static let stop = [2, 3, 3, 1, 1, 1, 2]

  /// The widths of each character by its value (ISO/IEC 15417, table 1).
  private static let patterns = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213
    221312 231212 112232 122132 122231 113222 123122 123221 223211 221132
    221231 213212 223112 312131 311222 321122 321221 312212 322112 322211
    212123 212321 232121 111323 131123 131321 112313 132113 132311 211313
    231113 231311 112133 112331 132131 113123 113321 133121 313121 211331
    231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
    314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
    112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
    111242 121142 121241 114212 124112 124211 411212 421112 421211 212141
    214121 412121 111143 111341 131141 114113 114311 411113 411311 113141
    114131 311141 411131 211412 211214 211232
    """.split(whereSeparator: \.isWhitespace).map { $0.compactMap(\.wholeNumberValue) }
}
