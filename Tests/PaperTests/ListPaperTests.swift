import Centre
import Testing

@testable import Paper

@Suite struct ListPaperTests {
  private let papers: Papers

  init() throws {
    papers = try Workshop.papers()
  }

  static func register(rows count: Int) -> RegisterSheet {
    let rows = (1...max(count, 1)).prefix(count).map { index in
      RegisterRow(
        displayNumber: "\(index < 10 ? "0" : "")\(index)/GCN-TTHTCĐ",
        holderName: "Nguyễn Thị Hoà \(index)", birthYear: 1950, residence: "Xóm 3, Gia Hòa",
        content: "Kỹ thuật trồng rau an toàn", hoursTenths: 365, issuedDay: 20540,
        signerName: "Đinh Văn Khuyến", cancelReason: index == 2 ? "ghi sai năm sinh" : nil,
        replacedBy: index == 2 ? "03/GCN-TTHTCĐ" : nil,
        replaces: index == 3 ? "02/GCN-TTHTCĐ" : nil)
    }
    return RegisterSheet(
      parentBody: "ỦY BAN NHÂN DÂN XÃ GIA VIỄN", issuingBody: "TRUNG TÂM HỌC TẬP CỘNG ĐỒNG",
      place: "Gia Viễn", year: 2026, day: 20818, signerTitles: ["GIÁM ĐỐC"],
      signerName: "Đinh Văn Khuyến", isDemonstration: false, rows: rows)
  }

  static func literacy(rows count: Int) -> LiteracySheet {
    let rows = (0..<count).map { index in
      LiteracyRow(
        name: "Trần Văn Ứng", sex: index % 2 == 0 ? .female : .male, birthYear: 1960,
        residence: "Xóm 3, Gia Hòa", sessionCount: 90, completedDay: 20540)
    }
    return LiteracySheet(
      parentBody: "ỦY BAN NHÂN DÂN XÃ GIA VIỄN", issuingBody: "TRUNG TÂM HỌC TẬP CỘNG ĐỒNG",
      place: "Gia Viễn", day: 20545, level: .one, className: "Lớp xóa mù chữ xóm 3",
      submission: nil, signerTitles: ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], signerName: nil,
      isDemonstration: false, rows: rows)
  }

  @Test func `the register repeats its heading, counts its pages and ends with totals`() throws {
    let pdf = try papers.register.pdf(Self.register(rows: 60))

    let file = try Workshop.file(pdf, named: "register.pdf")
    let text = try Workshop.run("pdftotext", "-layout", file, "-").output
    let pages = text.split(separator: "\u{c}").map(String.init)
    #expect(pages.count > 2)
    for (index, page) in pages.enumerated() {
      #expect(page.contains("Họ và tên") && page.contains("Ký nhận"))
      #expect(page.contains("Trang \(index + 1)/\(pages.count)"))
    }
    #expect(text.contains("SỔ CẤP GIẤY CHỨNG NHẬN"))
    #expect(text.utf8.contains("60 số đã cấp; 59 giấy chứng nhận đang có giá trị, 1 giấy".utf8))
    #expect(pages.last?.contains("NGƯỜI LẬP SỔ") == true)
    #expect(pages.dropLast().allSatisfy { !$0.contains("NGƯỜI LẬP SỔ") })
    #expect(try papers.register.pdf(Self.register(rows: 60)) == pdf)
    let info = try Workshop.run("pdfinfo", file).output
    #expect(info.contains("SỔ CẤP GIẤY CHỨNG NHẬN NĂM 2026") && info.contains("841.92 x 595.2"))
  }

  @Test func `a cancelled row says why and by what it is replaced`() throws {
    let file = try Workshop.file(
      papers.register.pdf(Self.register(rows: 4)), named: "register.pdf")

    let text = try Workshop.run("pdftotext", "-raw", file, "-").output
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")

    #expect(text.contains("Đã hủy: ghi sai năm sinh. Thay bằng số 03/GCN"))
    #expect(text.contains("Thay cho số 02/"))
    #expect(text.contains("Nguyễn Thị Hoà 2"))
  }

  @Test func `a year without certificates is a page that says so`() throws {
    let text = try Workshop.text(ofPDF: papers.register.pdf(Self.register(rows: 0)))

    #expect(text.contains("Trong năm này chưa cấp giấy chứng nhận nào."))
    #expect(text.contains("Trang 1/1"))
  }

  @Test func `a list of learners is a proposal, never a certificate`() throws {
    let text = try Workshop.text(ofPDF: papers.literacy.pdf(Self.literacy(rows: 40)))

    #expect(text.contains("đề nghị công nhận đạt chuẩn biết chữ mức độ 1"))
    #expect(text.contains("Danh sách có 40 học viên, trong đó 20 học viên nữ."))
    #expect(text.contains("không thay cho quyết định công nhận"))
    #expect(!text.contains("GIẤY CHỨNG NHẬN"))
    #expect(text.contains("Trang 2/2"))
    #expect(throws: PaperError.self) { try papers.literacy.pdf(Self.literacy(rows: 0)) }
  }

  @Test(arguments: 1...30)
  func `nobody signs a page without rows`(_ rows: Int) throws {
    let pages = ListPagination(
      heights: Array(repeating: 10, count: rows), heading: 14, table: try table(),
      closingHeight: 60, pageHeight: 210
    ).pages

    #expect(pages.flatMap { Array($0) } == Array(0..<rows))
    #expect(pages.allSatisfy { !$0.isEmpty })
    #expect(pages.count == 1 || pages[pages.count - 1].count >= ListPagination.rowsBeforeClosing)
  }

  @Test func `no row is lost where two high rows stand alone on the last two pages`() throws {
    for count in 2...6 {
      let pages = ListPagination(
        heights: Array(repeating: 120, count: count), heading: 14, table: try table(),
        closingHeight: 60, pageHeight: 210
      ).pages

      #expect(pages.flatMap { Array($0) } == Array(0..<count))
    }
  }

  private func table() throws -> ListTable {
    let file = "\(Workshop.assets)/register.json"
    return try ListTemplate(
      file: file, bytes: Workshop.bytes(file), values: RegisterPaper.values,
      rows: RegisterPaper.rowValues
    ).table
  }

  @Test func `the test page has rulers of 100 mm and a code of final size`() throws {
    let sheet = Workshop.sheet()

    let pdf = try papers.testPage.pdf(
      printerName: "Máy in phòng hành chính", prefix: sheet.qrPrefix, digits: sheet.qrDigits)

    let svg = try Workshop.run(
      "pdftocairo", "-svg", Workshop.file(pdf, named: "test.pdf"), "-"
    ).output
    let lengths = svg.matches(of: /d="M ([0-9.]+) ([0-9.]+) L ([0-9.]+) ([0-9.]+)/).compactMap {
      match -> Double? in
      guard let x = Double(match.1), let y = Double(match.2), let toX = Double(match.3),
        let toY = Double(match.4)
      else { return nil }
      return abs(toX - x) + abs(toY - y)
    }
    // The matrix of a stroke turns the page over, it never scales it.
    #expect(lengths.count { abs($0 - 100 / 25.4 * 72) < 0.02 } >= 2)
    #expect(try ImageCodes.codes(inImage: pdf).map(\.text) == [sheet.qrPrefix + sheet.qrDigits])
    let text = try Workshop.text(ofPDF: pdf)
    #expect(text.contains("mỗi vạch phải dài đúng 100"))
    #expect(text.contains("Máy in phòng hành chính"))
    let again = try papers.testPage.pdf(
      printerName: "Máy in phòng hành chính", prefix: sheet.qrPrefix, digits: sheet.qrDigits)
    #expect(again == pdf)
  }
}
