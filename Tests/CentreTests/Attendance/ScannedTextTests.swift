import Centre
import Testing

@Suite struct ScannedTextTests {
  struct Case: Sendable {
    let text: String
    let plain: String
    var source = CheckInSource.wedge
  }

  static let card = "0000000123"
  static let identity = "037085001234||Nguyễn Thị Hoà|05031985|Nữ|Gia Viễn|12082021"
  /// What Telex makes of the same text when a scanner types it.
  static let mangled = "037085001234||Nguyễn Thị Hòa|05031985|Nử|Gia Viển|12082021"

  static let cases = [
    Case(text: card, plain: card),
    Case(text: "\u{2}\(card)\u{3}", plain: card),
    Case(text: "\u{1D}\(card)\r\n", plain: card),
    Case(text: "]Q3\(card)", plain: card), Case(text: "]q1\(card)", plain: card),
    Case(text: "\u{2}]C0\(card)\t", plain: card),
    Case(text: "Q\(card)", plain: card), Case(text: "s037085001234", plain: "037085001234"),
    Case(text: "q\(identity)", plain: "037085001234"),
    // A letter that is no maker's mark stays, and makes the text unreadable.
    Case(text: "AB\(card)", plain: "AB\(card)"), Case(text: "A00000001", plain: "A00000001"),
    Case(text: "\(card)A", plain: "\(card)A"), Case(text: "đ\(card)", plain: "đ\(card)"),
    Case(text: "Q\(card)|x", plain: "Q\(card)|x"),
    // From a keyboard scanner only the digits are trusted; other ways in read the text right.
    Case(text: identity, plain: "037085001234"), Case(text: mangled, plain: "037085001234"),
    Case(text: "037085001234|16", plain: "037085001234"),
    Case(text: "03708500123|161234567", plain: "03708500123|161234567"),
    Case(text: "03708500123á||Nguyen", plain: "03708500123á||Nguyen"),
    Case(text: identity, plain: identity, source: .serial),
    Case(text: "\u{2}]Q1\(identity)\r", plain: identity, source: .camera),
    Case(text: "", plain: ""), Case(text: "\r\n", plain: ""), Case(text: "]Q3", plain: ""),
    Case(text: "https://gcn.example/c#123", plain: "https://gcn.example/c#123"),
  ]

  @Test(arguments: cases)
  func `what a scanner has added is dropped, and nothing else`(_ item: Case) {
    #expect(ScannedText.plain(item.text, source: item.source) == item.plain)
  }

  @Test func `a wrong digit is never mended`() {
    var chance = SystemRandomNumberGenerator()
    for _ in 0..<10_000 {
      let digits = (0..<Int.random(in: 1...14, using: &chance)).map { _ in
        String(Int.random(in: 0...9, using: &chance))
      }.joined()
      #expect(ScannedText.plain("]Q3\(digits)", source: .wedge) == digits)
      #expect(ScannedText.plain(digits, source: .wedge) == digits)
    }
  }
}
