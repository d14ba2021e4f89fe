import Centre
import Testing

@testable import Paper

@Suite struct AttendancePaperTests {
  private static func sheet(people: Int, blanks: Int = 5) -> AttendanceSheet {
    let rows = (0..<people).map { index -> AttendanceSheet.Row in
      let name = index % 3 == 0 ? "Đỗ Thị Hạnh" : "Nguyễn Văn Ứng \(index)"
      let year = 1_960 + index % 40
      let card = CardCode(sequence: Int64(1_000 + index * 37))
      return AttendanceSheet.Row(
        name: name, about: "\(year) · Xóm \(1 + index % 9)", cardDigits: card.digits)
    }
    var sheet = AttendanceSheet(
      title: "Kỹ thuật nuôi ốc nhồi", code: "2026-0031", day: Day(daysSince1970: 20_540),
      time: "08:00–10:30", rows: rows, blanks: blanks)
    sheet.parentBody = "ỦY BAN NHÂN DÂN XÃ GIA VIỄN"
    sheet.issuingBody = "TRUNG TÂM HỌC TẬP CỘNG ĐỒNG"
    sheet.place = "Nhà văn hóa xóm 3"
    sheet.speaker = "Trần Thị Mỵ"
    return sheet
  }

  private func pages(_ pdf: [UInt8]) throws -> [String] {
    try Workshop.text(ofPDF: pdf).split(separator: "\u{0C}").map(String.init)
  }

  @Test func `every page says which session it is of, heads its columns and counts the pages`()
    throws
  {
    let pages = try pages(Workshop.papers().attendance.pdf(Self.sheet(people: 40)))

    #expect(pages.count == 3)
    for (index, page) in pages.enumerated() {
      for words in [
        "DANH SÁCH ĐIỂM DANH", "Kỹ thuật nuôi ốc nhồi", "28/03/2026", "08:00–10:30", "2026-0031",
        "STT", "Họ và tên", "Ký tên", "Giờ đến", "Trang \(index + 1)/3",
      ] {
        #expect(page.contains(words), "page \(index + 1): \(words)")
      }
    }
    #expect(pages[0].contains("Trần Thị Mỵ"))
    #expect(pages[0].contains("Thẻ 0000 0100"))
  }

  @Test(arguments: [(1, 0), (0, 1), (15, 0), (16, 0), (33, 0), (1_000, 60)])
  func `no row is lost or stands twice at the end of a page`(people: Int, blanks: Int) {
    let pages = AttendancePage.pages(of: Self.sheet(people: people, blanks: blanks))

    #expect(pages.first?.lowerBound == 0)
    #expect(pages.last?.upperBound == people + blanks)
    for (one, next) in zip(pages, pages.dropFirst()) { #expect(one.upperBound == next.lowerBound) }
    #expect(pages.allSatisfy { !$0.isEmpty })
  }

  @Test(arguments: [203, 300, 600])
  func `every code of a page is read`(_ dotsPerInch: Int) throws {
    let sheet = Self.sheet(people: 15, blanks: 0)

    let picture = try Workshop.picture(
      ofPDF: Workshop.papers().attendance.pdf(sheet), dotsPerInch: dotsPerInch)

    let read = try Workshop.run("zbarimg", "-q", "--raw", picture).output
    #expect(
      Set(read.split(separator: "\n").map(String.init)) == Set(sheet.rows.map(\.cardDigits)))
  }

  @Test func `bars are made of an even number of digits only`() throws {
    #expect(try BarSymbol.digits("0000012340").width == 90)
    for text in ["", "123", "12a4", "１２"] {
      #expect(throws: PaperError.self) { try BarSymbol.digits(text) }
    }
  }

  @Test func `a list of nobody is refused`() throws {
    #expect(throws: PaperError.self) {
      try Workshop.papers().attendance.pdf(Self.sheet(people: 0, blanks: 0))
    }
  }

  @Test func `the longest names and titles stay on the paper`() throws {
    var sheet = Self.sheet(people: 2)
    sheet.title = String(repeating: "Phòng chống bạo lực gia đình ", count: 7)
    sheet.rows[0].name = String(repeating: "Tôn Nữ Huyền Trang ", count: 5)
    sheet.rows[1].name = String(repeating: "W", count: 80)
    sheet.rows[0].about = "1985 · " + String(repeating: "thôn Đồi Cao xã Gia Hòa ", count: 8)

    let words = try WordBoxes(pdf: Workshop.papers().attendance.pdf(sheet)).boxes

    #expect(words.count > 100)
    for word in words {
      #expect(word.left > 30 && word.right < 565, "\(word.word)")
    }
  }

  @Test func `the same sheet gives the same bytes`() throws {
    let papers = try Workshop.papers()

    #expect(
      try papers.attendance.pdf(Self.sheet(people: 20))
        == papers.attendance.pdf(Self.sheet(people: 20)))
  }
}
