import Centre
import Foundation
import Testing

@testable import Paper

@Suite struct CertificatePaperTests {
  private let paper: CertificatePaper

  init() throws {
    paper = try Workshop.papers().certificates
  }

  @Test func `the same sheet gives the same bytes, from one paper or from two`() throws {
    let sheet = Workshop.sheet()

    let first = try paper.pdf(sheet)
    _ = try paper.pdf(Workshop.sheet(digits: 300))
    let second = try paper.pdf(sheet)
    let other = try Workshop.papers().certificates.pdf(sheet)

    #expect(first == second)
    #expect(first == other)
    let info = try Workshop.run("pdfinfo", "-rawdates", Workshop.file(first, named: "paper.pdf"))
    #expect(info.output.contains("CreationDate:    20260328000000+07'00"))
  }

  @Test func `every string comes out of the PDF as the same NFC string`() throws {
    let sheet = Workshop.sheet()

    let text = try Workshop.text(ofPDF: paper.pdf(sheet))

    let wanted = [
      sheet.parentBody, sheet.issuingBody, "Số: 12/GCN-TTHTCĐ",
      "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "GIẤY CHỨNG NHẬN",
      "NGUYỄN THỊ HOÀ", "Sinh năm 1985", "Nơi cư trú: Xóm 3, Gia Hòa, Gia Viễn, Ninh Bình",
      sheet.courseTitle, "gồm 12 buổi học, tổng cộng 36,5 giờ",
      "từ ngày 05/01/2026 đến ngày 28/03/2026", "Gia Viễn, ngày 28 tháng 3 năm 2026",
      "GIÁM ĐỐC", "Đinh Văn Khuyến", sheet.number, sheet.rootFingerprint,
    ]
    for string in wanted {
      // Swift's == takes NFC and NFD as equal; the bytes must be NFC.
      #expect(text.utf8.contains(string.utf8), "\(string) is not in:\n\(text)")
    }
    #expect(!text.contains("Bản in lại"))
    #expect(!text.contains("TRÌNH DIỄN"))
  }

  @Test func `all 134 Vietnamese letters come out as they went in`() throws {
    let letters = PaperFont.vietnameseLetters
    #expect(letters.count == 134)
    var sheet = Workshop.sheet()
    var lost: [Character] = []

    for start in stride(from: 0, to: letters.count, by: 20) {
      let part = String(letters.dropFirst(start).prefix(20))
      sheet.courseTitle = part
      sheet.signerName = part
      let text = try Workshop.text(ofPDF: paper.pdf(sheet))
      if !text.utf8.contains(part.utf8) { lost += part }
    }

    #expect(lost.isEmpty)
  }

  @Test func `a reprint and a demonstration say so, the original does not`() throws {
    var sheet = Workshop.sheet()
    sheet.copyNumber = 2
    sheet.isDemonstration = true

    let text = try Workshop.text(ofPDF: paper.pdf(sheet))

    #expect(text.contains("Bản in lại số 2"))
    #expect(text.contains("BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ"))
  }

  @Test func `days below 10 and the first months have a leading zero, one day is said once`() throws
  {
    var sheet = Workshop.sheet()
    sheet.issuedDay = try #require(Day(year: 2026, month: 2, day: 5)).daysSince1970
    sheet.fromDay = sheet.toDay
    sheet.hoursTenths = 30

    let text = try Workshop.text(ofPDF: paper.pdf(sheet))

    #expect(text.contains("ngày 05 tháng 02 năm 2026"))
    #expect(text.contains("tổng cộng 3 giờ, ngày 28/03/2026"))
  }

  @Test func `the longest names and titles stay inside the frame`() throws {
    var sheet = Workshop.sheet()
    sheet.holderName = String("Nguyễn Trường Phương Quỳnh Thượng Dương Khuyếnh Nghiêng".prefix(46))
    sheet.courseTitle =
      "Chăm sóc sức khỏe sinh sản, phòng chống bạo lực gia đình và bình đẳng giới ở cơ sở"
    #expect(sheet.courseTitle.count == 82)
    sheet.signerTitles = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]

    let page = try paper.pdf(sheet)

    #expect(try Workshop.text(ofPDF: page).contains(sheet.holderName.uppercased()))
    let words = try WordBoxes(pdf: page)
    #expect(words.boxes.count > 60)
    for box in words.boxes {
      #expect(box.left > 45 && box.right < 797, "\(box)")
      #expect(box.top > 32 && box.bottom < 563, "\(box)")
    }
    #expect(words.smallestHeight(of: "Chăm sóc sức khỏe sinh sản,") >= 11)
    #expect(words.smallestHeight(of: sheet.holderName.uppercased()) >= 11)
  }

  @Test func `a title of two lines is whole and a word without end is refused`() throws {
    var sheet = Workshop.sheet()
    sheet.courseTitle =
      "Bồi dưỡng kỹ năng số cho người cao tuổi: dùng điện thoại thông minh, thanh toán trực tuyến, "
      + "nhận biết lừa đảo trên mạng và dịch vụ công"

    let text = try Workshop.text(ofPDF: paper.pdf(sheet))
    sheet.courseTitle = String(repeating: "W", count: 120)

    #expect(text.contains("“Bồi dưỡng kỹ năng số"))
    #expect(text.contains("và dịch vụ công”"))
    let error = #expect(throws: PaperError.self) { try paper.pdf(sheet) }
    #expect(error?.code == .textTooLong)
  }

  @Test func `30 mm under the office stay blank, even with two lines`() throws {
    var sheet = Workshop.sheet()
    sheet.signerTitles = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]

    let words = try WordBoxes(pdf: paper.pdf(sheet))

    let office = try #require(words.boxes.last { $0.word == "PHÓ" })
    let name = try #require(words.boxes.last { $0.word == "Khuyến" })
    // A word's box reaches from ascender to descender; the ink is less, so this is the stricter.
    #expect((name.top - office.bottom) * 25.4 / 72 >= 29)
    let between = words.boxes.filter {
      $0.left > 480 && $0.top >= office.bottom && $0.bottom <= name.top
    }
    #expect(between.isEmpty)
  }

  @Test func `the motto's rule is exactly as wide as the motto`() throws {
    let words = try WordBoxes(pdf: paper.pdf(Workshop.sheet()))

    let first = try #require(words.boxes.first { $0.word == "Độc" })
    let last = try #require(words.boxes.first { $0.word == "phúc" })
    let rules = try Workshop.run(
      "pdftocairo", "-svg",
      Workshop.file(paper.pdf(Workshop.sheet()), named: "paper.pdf"), "-"
    ).output
    let width = last.right - first.left
    let centre = (last.right + first.left) / 2

    #expect(abs(centre - 214 / 25.4 * 72) < 0.5)
    #expect(Self.ruleWidths(svg: rules).contains { abs($0 - width) < 1.2 })
  }

  @Test func `many sheets make one document, none is refused`() throws {
    let pdf = try paper.pdf(Array(repeating: Workshop.sheet(), count: 3))

    let info = try Workshop.run("pdfinfo", Workshop.file(pdf, named: "paper.pdf")).output

    #expect(info.contains("Pages:           3"))
    #expect(info.contains("GIẤY CHỨNG NHẬN 14464-1-2026-000012"))
    #expect(info.contains("841.92 x 595.2 pts (A4)"))
    #expect(throws: PaperError.self) { try paper.pdf([] as [CertificateSheet]) }
  }

  @Test func `the fonts are embedded and can be searched`() throws {
    let pdf = try paper.pdf(Workshop.sheet())

    let table = try Workshop.run("pdffonts", Workshop.file(pdf, named: "paper.pdf")).output
    let fonts = table.split(separator: "\n").dropFirst(2)

    #expect(!fonts.isEmpty)
    for font in fonts {
      #expect(font.contains("+LiberationSerif"))
      #expect(font.contains("yes yes yes"))
    }
  }

  @Test func `a missing font is said in words, and so is a letter the font lacks`() {
    var font = PaperFont.liberationSerif
    font.directories = ["/nonexistent"]
    var sheet = Workshop.sheet()
    sheet.holderName = "Nguyễn 漢字"

    let missing = #expect(throws: PaperError.self) {
      try Workshop.papers(font: font).certificates.pdf(Workshop.sheet())
    }
    let lacking = #expect(throws: PaperError.self) { try paper.pdf(sheet) }

    #expect(missing?.code == .fontMissing)
    #expect(missing?.message.contains("fonts-liberation2") == true)
    #expect(lacking?.code == .glyphMissing)
  }

  @Test func `threads may share a paper`() async throws {
    let sheet = Workshop.sheet()
    let alone = try paper.pdf(sheet)

    let together = await withTaskGroup(of: [UInt8]?.self) { group in
      for _ in 0..<8 { group.addTask { try? paper.pdf(sheet) } }
      return await group.reduce(into: []) { $0.append($1) }
    }

    #expect(together.count == 8)
    #expect(together.allSatisfy { $0 == alone })
  }

  /// The widths of all straight horizontal lines of an SVG page.
  private static func ruleWidths(svg: String) -> [Double] {
    svg.matches(of: /d="M ([0-9.]+) ([0-9.]+) L ([0-9.]+) ([0-9.]+)/).compactMap { match in
      guard let from = Double(match.1), let to = Double(match.3), match.2 == match.4 else {
        return nil
      }
      return abs(to - from)
    }
  }
}
