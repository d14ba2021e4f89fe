/// The text of a certificate's QR code: `https://<short host>/c#` and the token as decimal digits.
/// The token stands in the fragment, so a phone that opens the address sends it to nobody.
package enum QRText {
  /// What stands between host and digits.
  private static let path = "/c#"
  /// The longest text that is looked at.
  private static let characterLimit = 4096

  /// The whole text.
  package static func text(token: [UInt8], shortHost: String) -> String {
    let parts = segments(token: token, shortHost: shortHost)
    return parts.byte + parts.numeric
  }

  /// The two segments of the symbol: `byte` is the address, `numeric` the digits.
  package static func segments(
    token: [UInt8], shortHost: String
  ) -> (byte: String, numeric: String) {
    ("https://\(shortHost.lowercased())\(path)", DecimalDigits.encode(token))
  }

  /// The token in a scanned or typed text: ours with any host, or the bare digits; blanks around it
  /// are dropped.
  /// - Throws: `TokenError` with `empty`, `notOurs` or `digits`.
  package static func token(from text: String) throws(TokenError) -> [UInt8] {
    var text = text[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    guard !text.isEmpty else { throw TokenError(.empty) }
    guard text.utf8.count <= characterLimit else { throw TokenError(.tooLong) }
    guard let first = text.utf8.first, !(0x30...0x39 ~= first) else {
      return try DecimalDigits.decode(text)
    }
    let isAddress = text.hasPrefix("https://") || text.hasPrefix("http://")
    guard isAddress, let hash = text.firstIndex(of: "#"), text[...hash].hasSuffix(path) else {
      throw TokenError(.notOurs)
    }
    let digits = text[text.index(after: hash)...]
    guard !digits.isEmpty else { throw TokenError(.empty) }
    return try DecimalDigits.decode(digits)
  }
}
