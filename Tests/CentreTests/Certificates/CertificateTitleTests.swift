import Centre
import Testing

@Suite struct CertificateTitleTests {
  struct Case: Sendable {
    let title: String
    let word: String
  }

  static let refused = [
    Case(title: "Chứng chỉ tin học", word: "chứng chỉ"),
    Case(title: "CHỨNG CHỈ TIN HỌC", word: "chứng chỉ"),
    Case(title: "Lớp lấy chu\u{301}\u{31B}ng chi\u{309} A", word: "chứng chỉ"),
    Case(title: "Lớp lấy chư\u{301}ng chi\u{309} A", word: "chứng chỉ"),
    Case(title: "Chứng-chỉ nghề", word: "chứng chỉ"),
    Case(title: "Chứng\u{200B} \u{A0}chỉ nghề", word: "chứng chỉ"),
    Case(title: "Chứngchỉ nghề", word: "chứng chỉ"),
    Case(title: "CHUNG CHI TIN HOC", word: "chứng chỉ"),
    Case(title: "Lớp chung chỉ nghề", word: "chứng chỉ"),
    Case(title: "Văn bằng hai", word: "văn bằng"),
    Case(title: "van bang hai", word: "văn bằng"),
    Case(title: "Bằng nghề nấu ăn", word: "bằng"),
    Case(title: "BANG NGHE", word: "bằng"),
  ]

  @Test(arguments: refused)
  func `a title of the national education system is refused, however it is written`(
    _ item: Case
  ) {
    #expect(throws: CertificateTitle.Forbidden(word: item.word)) {
      try CertificateTitle.check(item.title)
    }
  }

  @Test(arguments: [
    "Kỹ thuật trồng lúa", "Quỹ chung chi tiêu gia đình", "Kỹ năng dùng bảng tính",
    "Băng bó vết thương",
    "Chứng nhận sản phẩm và chỉ dẫn địa lý", "Văn hóa làng xã", "",
  ])
  func `other words pass`(_ title: String) throws {
    try CertificateTitle.check(title)
  }
}
