import Centre
import Testing

@testable import Paper

/// The certificate's code on what people bring: coarse scans of a whole page, and pages on which a
/// finder pattern is hurt.
@Suite struct SpoiltCodeTests {
  private let text: String
  private let pdf: [UInt8]

  init() throws {
    let sheet = Workshop.sheet()
    text = sheet.qrPrefix + sheet.qrDigits
    pdf = try Workshop.papers().certificates.pdf(sheet)
  }

  @Test(arguments: [100, 120, 150, 203, 300])
  func `a whole page is read from a coarse scan`(_ dotsPerInch: Int) throws {
    let picture = try page(dotsPerInch)

    #expect(try ImageCodes.codes(in: picture).map(\.text) == [text])
  }

  @Test(arguments: Corner.allCases, [150, 300])
  func `a scratch through any one finder pattern does not keep the code from being read`(
    _ corner: Corner, dotsPerInch: Int
  ) throws {
    var picture = try page(dotsPerInch)
    let module = Double(dotsPerInch) / 600 * 10
    let middle = try corner.middle(of: picture, module: module)

    picture.paint(255) { x, y in
      abs(Double(y) - middle.y) <= 0.5 * module && abs(Double(x) - middle.x) <= 6 * module
    }

    #expect(try ImageCodes.codes(in: picture).map(\.text) == [text])
  }

  @Test(arguments: Corner.allCases, [150, 300])
  func `a blot on any finder pattern does not keep the code from being read`(
    _ corner: Corner, dotsPerInch: Int
  ) throws {
    var picture = try page(dotsPerInch)
    let module = Double(dotsPerInch) / 600 * 10
    let middle = try corner.middle(of: picture, module: module)

    picture.paint(40) { x, y in
      let across = (Double(x) - middle.x) / module - 2
      let down = (Double(y) - middle.y) / module - 1
      return across * across + down * down <= 2.2 * 2.2
    }

    #expect(try ImageCodes.codes(in: picture).map(\.text) == [text])
  }

  @Test func `a picture made to keep the decoder busy is given up in time`() {
    let side = 1_200
    let cell = 9
    let grey = (0..<side * side).map { index in
      // A finder pattern in each cell: a ring of 7 modules round a core of 3, one pixel a module.
      let x = index % side % cell
      let y = index / side % cell
      let ring = max(abs(x - 4), abs(y - 4))
      return UInt8(ring == 3 || ring <= 1 ? 0 : 255)
    }
    let picture = GreyPicture(width: side, height: side, grey: grey)

    let error = #expect(throws: ImageError.self) {
      try ImageCodes.codes(in: picture, withinSeconds: 1)
    }

    #expect(error?.code == .decoder)
    #expect(error?.message.contains("longer than 1 s") == true)
  }

  @Test(arguments: [(1, 1), (1, 900), (900, 1), (8, 8), (33, 31)])
  func `a picture too small for any code is an empty list`(_ width: Int, height: Int) throws {
    let grey = (0..<(width * height)).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let picture = GreyPicture(width: width, height: height, grey: grey)

    #expect(try ImageCodes.codes(in: picture).isEmpty)
  }

  private func page(_ dotsPerInch: Int) throws -> GreyPicture {
    let file = try Workshop.file(pdf, named: "paper.pdf")
    let stem = String(file.dropLast(4))
    _ = try Workshop.run(
      "pdftoppm", "-gray", "-singlefile", "-r", String(dotsPerInch), file, stem)
    return try #require(GreyPicture.pictures(inPGM: Workshop.bytes(stem + ".pgm")).first)
  }
}

/// A corner of the code that has a finder pattern.
enum Corner: CaseIterable {
  case upperLeft
  case upperRight
  case lowerLeft

  /// The middle of its finder pattern in a page as we print it, in pixels.
  func middle(of page: GreyPicture, module: Double) throws -> (x: Double, y: Double) {
    let columns = (page.width / 10)..<(page.width / 5)
    let rows = (page.height * 7 / 10)..<page.height
    let first = rows.lazy.compactMap { y in
      columns.first { page.grey[y * page.width + $0] < 128 }.map { (x: $0, y: y) }
    }.first
    let start = try #require(first)
    let far = 77 - 3.5
    return (
      Double(start.x) + module * (self == .upperRight ? far : 3.5),
      Double(start.y) + module * (self == .lowerLeft ? far : 3.5)
    )
  }
}

extension GreyPicture {
  /// Gives the pixels of the lower left quarter inside a shape one grey.
  fileprivate mutating func paint(_ value: UInt8, where isInside: (Int, Int) -> Bool) {
    var pixels = grey
    // The code stands in the lower left quarter.
    for y in (height / 2)..<height {
      for x in 0..<(width / 2) where isInside(x, y) {
        pixels[y * width + x] = value
      }
    }
    self = GreyPicture(width: width, height: height, grey: pixels)
  }
}
