import Centre
import Testing

@testable import Paper

@Suite struct PrintedCodeTests {
  private let paper: CertificatePaper

  init() throws {
    paper = try Workshop.papers().certificates
  }

  @Test(arguments: [150, 200, 300, 600])
  func `the printed code is read back by zxing-cpp and by zbar`(_ dotsPerInch: Int) throws {
    let sheet = Workshop.sheet()

    let picture = try Workshop.picture(ofPDF: paper.pdf(sheet), dotsPerInch: dotsPerInch)

    let ours = try ImageCodes.codes(inImage: Workshop.bytes(picture))
    let text = sheet.qrPrefix + sheet.qrDigits
    #expect(ours == [DecodedCode(text: text, format: "QRCode")])
    let theirs = try Workshop.run("zbarimg", "-q", "--raw", picture).output
    #expect(theirs == text + "\n")
  }

  @Test func `the finest code that we print is read from a JPEG`() throws {
    let sheet = Workshop.sheet(digits: 1134)

    let picture = try Workshop.picture(ofPDF: paper.pdf(sheet), dotsPerInch: 300, isJPEG: true)

    let codes = try ImageCodes.codes(inImage: Workshop.bytes(picture))
    #expect(codes.map(\.text) == [sheet.qrPrefix + sheet.qrDigits])
  }

  @Test(arguments: [150, 203, 300, 400, 600])
  func `the finest code has no seams at any printer's resolution`(_ dotsPerInch: Int) throws {
    var sheet = Workshop.sheet(digits: 1134)
    sheet.courseTitle = CertificatePaper.longest(layout: "course").courseTitle

    let picture = try Workshop.picture(ofPDF: paper.pdf(sheet), dotsPerInch: dotsPerInch)

    let text = sheet.qrPrefix + sheet.qrDigits
    #expect(try Workshop.run("zbarimg", "-q", "--raw", picture).output == text + "\n")
  }

  @Test(arguments: [899, 1000, 1134])
  func `the drawn modules keep the rules of size, in the PDF's own numbers`(
    _ digits: Int
  ) throws {
    let sheet = Workshop.sheet(digits: digits)
    let symbol = try QRSymbol.certificate(prefix: sheet.qrPrefix, digits: sheet.qrDigits)

    let drawn = try DrawnCode(pdf: paper.pdf(sheet))

    let module = drawn.sideMillimetres / Double(symbol.width)
    let dots = module / 25.4 * 600
    #expect(symbol.version <= QRSymbol.largestVersion)
    #expect(module >= DotGrid.finestModuleMillimetres)
    #expect(abs(dots - dots.rounded()) < 0.02)
    #expect(drawn.heightsMillimetres.allSatisfy { abs($0 - module) < 0.004 })
    #expect(drawn.sideMillimetres <= 33)
    #expect(drawn.quietMillimetres >= 4 * module - 0.01)
    let words = try WordBoxes(pdf: paper.pdf(sheet)).boxes
    let zone = drawn.zone
    for word in words {
      let isBeside = word.right <= zone.left || word.left >= zone.right
      #expect(isBeside || word.bottom <= zone.top || word.top >= zone.bottom, "\(word)")
    }
  }

  @Test func `a demonstration's mark does not disturb the code`() throws {
    var sheet = Workshop.sheet()
    sheet.isDemonstration = true
    sheet.copyNumber = 3

    let codes = try ImageCodes.codes(inImage: paper.pdf(sheet))

    #expect(codes.map(\.text) == [sheet.qrPrefix + sheet.qrDigits])
  }

  @Test func `at 600 dpi every module is the same whole number of dots`() throws {
    let sheet = Workshop.sheet()
    let symbol = try QRSymbol.certificate(prefix: sheet.qrPrefix, digits: sheet.qrDigits)

    let file = try Workshop.file(paper.pdf(sheet), named: "paper.pdf")
    let stem = String(file.dropLast(4))
    _ = try Workshop.run(
      "pdftoppm", "-gray", "-singlefile", "-r", "600", "-aaVector", "no", file, stem)
    let page = try #require(GreyPicture.pictures(inPGM: Workshop.bytes(stem + ".pgm")).first)
    let left = try #require(Self.firstDark(page))

    #expect(symbol.version == 15)
    for row in 0..<symbol.width {
      for column in 0..<symbol.width {
        // All 10 x 10 dots of the module, not only the middle one.
        let wanted = symbol.isDark(column: column, row: row) ? 10 * 10 : 0
        #expect(Self.darkDots(page, x: left.x + column * 10, y: left.y + row * 10) == wanted)
      }
    }
  }

  @Test func `a sheet of cards gives every card's digits, ten a page`() throws {
    let faces = (0..<13).map { index in
      ResidentCardFace(
        centreName: "Trung tâm học tập cộng đồng xã Gia Viễn",
        name: index % 2 == 0 ? "Trần Văn Ứng" : "Nguyễn Trần Phương Quỳnh Thượng Trường Nghiễn",
        cardDigits: String(1_000_000_000 + index * 7919), birthYear: index == 0 ? nil : 1950)
    }

    let pdf = try CardPaper().pdf(faces)

    let codes = try ImageCodes.codes(inImage: pdf)
    #expect(Set(codes.map(\.text)) == Set(faces.map(\.cardDigits)))
    #expect(codes.count == 13)
    let text = try Workshop.text(ofPDF: pdf)
    #expect(text.contains("Trần Văn Ứng"))
    #expect(text.contains("1000 0000 00"))
    #expect(try CardPaper().pdf(faces) == pdf)
    #expect(throws: PaperError.self) { try CardPaper().pdf([]) }
  }

  /// The upper left corner of the code: the first dark dot in the lower left quarter.
  private static func firstDark(_ page: GreyPicture) -> (x: Int, y: Int)? {
    for y in (page.height * 7 / 10)..<page.height {
      for x in (page.width * 10 / 100)..<(page.width / 5)
      where page.grey[y * page.width + x] < 128 {
        return (x, y)
      }
    }
    return nil
  }

  private static func darkDots(_ page: GreyPicture, x: Int, y: Int) -> Int {
    (y..<(y + 10)).reduce(0) { sum, row in
      sum + page.grey[(row * page.width + x)..<(row * page.width + x + 10)].count { $0 < 128 }
    }
  }
}
