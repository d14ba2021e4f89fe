/// A code as it stands on the card, out of what a scanner made of it on the way.
///
/// Scanners can be set up to say more than the code: a control character such as STX before it, the
/// symbology's identifier "]Q3" (ISO/IEC 15424), or their maker's one letter for the same. And one
/// that types like a keyboard loses the marks of Vietnamese, so that of an identity card only its
/// twelve digits are to be trusted.
package enum ScannedText {
  /// The text without what the scanner has added; from a keyboard scanner, of a text with bars only
  /// the identity number before the first bar.
  package static func plain(_ text: String, source: CheckInSource) -> String {
    let bare = withoutLetter(withoutIdentifier(withoutControls(text)))
    guard source == .wedge, let bar = bare.firstIndex(of: "|") else { return bare }
    let number = String(bare[..<bar])
    return isASCIIDigits(number) && number.utf8.count == 12 ? number : bare
  }

  private static func withoutControls(_ text: String) -> String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value <= 0x20 || scalar.value == 0x7F
    }
    let scalars = text.unicodeScalars
    let front = scalars.drop(while: isControl)
    guard let last = front.lastIndex(where: { !isControl($0) }) else { return "" }
    return String(String.UnicodeScalarView(front[...last]))
  }

  /// "]", a letter, and a letter or digit that is none of the code's.
  private static func withoutIdentifier(_ text: String) -> String {
    let head = Array(text.utf8.prefix(3))
    let isIdentifier =
      head.count == 3 && head[0] == UInt8(ascii: "]") && isLetter(head[1])
      && (isLetter(head[2]) || (0x30...0x39).contains(head[2]))
    return isIdentifier ? String(text.dropFirst(3)) : text
  }

  /// One letter is dropped only before what is a card's or an identity card's whole number.
  private static func withoutLetter(_ text: String) -> String {
    guard let first = text.utf8.first, isLetter(first) else { return text }
    let rest = text.dropFirst()
    let number = String(rest.prefix { $0 != "|" })
    let isWhole = number.utf8.count == 12 || (number.utf8.count == 10 && number.count == rest.count)
    return isASCIIDigits(number) && isWhole ? String(rest) : text
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte & ~0x20)
  }
}
