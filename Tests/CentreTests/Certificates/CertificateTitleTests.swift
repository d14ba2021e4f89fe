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
    Case(title: "Bằng tin học A", word: "bằng"),
    Case(title: "  “Bằng” tin học", word: "bằng"),
    Case(title: "Ba\u{306}\u{300}ng lái xe", word: "bằng"),
    Case(title: "Thi bằng lái xe hạng A1", word: "bằng"),
    Case(title: "Lớp lấy BẰNG TỐT NGHIỆP", word: "bằng"),
    Case(title: "Lớp lấy bằng khen", word: "bằng"),
    Case(title: "Học để có bằng cấp", word: "bằng"),
    Case(title: "Ôn thi bằng đại học", word: "bằng"),
    Case(title: "Ôn thi bằng cao đẳng", word: "bằng"),
    Case(title: "Ôn thi bằng trung cấp", word: "bằng"),
    Case(title: "Ôn thi bằng cử nhân", word: "bằng"),
    Case(title: "Lễ cấp bằng", word: "bằng"),
    Case(title: "Tấm bằng của mẹ", word: "bằng"),
    Case(title: "LOP CAP BANG", word: "bằng"),
    Case(title: "LAY BANG TOT NGHIEP", word: "bằng"),
    Case(title: "Cân bằng văn bằng", word: "văn bằng"),
    Case(title: "Giao tiếp bằng chứng chỉ", word: "chứng chỉ"),
  ]

  @Test(arguments: refused)
  func `a title of the national education system is refused, however it is written`(
    _ item: Case
  ) {
    #expect(throws: CertificateTitle.Forbidden(word: item.word)) {
      try CertificateTitle.check(item.title)
    }
  }

  static let accepted = [
    "Kỹ thuật trồng lúa", "Quỹ chung chi tiêu gia đình", "Kỹ năng dùng bảng tính",
    "Băng bó vết thương", "Giao tiếp bằng tiếng Anh", "GIAO TIẾP BẰNG TIẾNG ANH",
    "GIAO TIEP BANG TIENG ANH", "Cân bằng dinh dưỡng", "Đồng bằng sông Hồng",
    "Công bằng và bình đẳng giới", "Học bằng nghe và nói", "Mạng bằng cáp quang",
    "Đun nấu bằng cao lanh", "Trả tiền bằng điện thoại", "Ky nang dung bang tinh",
    "Bảng cấp nước", "Chứng nhận sản phẩm và chỉ dẫn địa lý", "Văn hóa làng xã", "",
  ]

  @Test(arguments: accepted)
  func `other words pass, and bằng where it means by or level`(_ title: String) throws {
    try CertificateTitle.check(title)
  }
}
