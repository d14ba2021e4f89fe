/// A certificate's code among what scanners and hands bring to the check-in screen.
///
/// Between a keyboard scanner and the page stand Caps Lock and the Telex or VNI input method, which
/// may turn `https://gcn.example/c#` into `HTTPS://GCN.EXAMPLE/C#` or `https://gcn.ẽample/c#`. Digits
/// come through, and nothing else that is shown to a kiosk has so many of them in a row.
struct CertificateCode: Equatable, Sendable {
  /// Bytes of the longest text that is looked at: an address and a token of 1,024 bytes, which has
  /// 2,487 digits.
  static let mostBytes = 4_096
  /// Digits in a row that only a certificate has; the smallest token has over 400.
  static let leastDigits = 300

  /// What the verifier reads: the bare digits, or the text as it stands when it has too few of them.
  let text: String

  /// The code in a scanned or pasted text; nil when it is something else, such as a badge.
  init?(scanned text: String) {
    guard text.utf8.count <= Self.mostBytes else {
      return nil
    }
    let digits = Self.longestDigits(in: text)
    if digits.count >= Self.leastDigits {
      self.text = String(decoding: Self.withoutLostShift(digits), as: UTF8.self)
      return
    }
    let plain = text.lowercased()
    guard plain.contains("http"), plain.contains("/c#") else {
      return nil
    }
    self.text = text
  }

  private static func longestDigits(in text: String) -> ArraySlice<UInt8> {
    let bytes = Array(text.utf8)
    var longest = bytes[..<0]
    var start: Int?
    for index in 0...bytes.count {
      let isDigit = index < bytes.count && (0x30...0x39).contains(bytes[index])
      if isDigit {
        start = start ?? index
      } else if let first = start {
        if index - first > longest.count { longest = bytes[first..<index] }
        start = nil
      }
    }
    return longest
  }

  /// `#` is Shift and 3: where the Shift is lost, a 3 stands before the digits, and their count is
  /// none that whole bytes give.
  private static func withoutLostShift(_ digits: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let whole: Set<Int> = [0, 3, 5, 8, 10, 13, 15]
    let isLost = digits.first == 0x33 && !whole.contains(digits.count % 17)
    return isLost ? digits.dropFirst() : digits
  }
}
