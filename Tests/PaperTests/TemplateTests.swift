import Centre
import Foundation
import Testing

@testable import Paper

@Suite struct TemplateTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    /// What is replaced in the built-in layout, and by what.
    let from: String
    let to: String
    let field: String
    let reason: String
    var testDescription: String { name }
  }

  private static let cases = [
    Case(
      name: "no JSON", from: "{\n  \"name\"", to: "\n  \"name\"", field: "", reason: "is not JSON"),
    Case(
      name: "an unknown field", from: "\"subject\"", to: "\"theme\": \"x\", \"subject\"",
      field: "theme", reason: "is not a field"),
    Case(
      name: "a missing field", from: "\"subject\": ", to: "\"subjects\": ", field: "subject",
      reason: "is missing"),
    Case(
      name: "an unknown style", from: "\"style\": \"motto\"", to: "\"style\": \"moto\"",
      field: "columns[1].items[1].style", reason: "names no style"),
    Case(
      name: "an unknown colour", from: "\"colour\": \"grey\"", to: "\"colour\": \"gray\"",
      field: "styles.label.colour", reason: "names no colour"),
    Case(
      name: "a size beyond the limits", from: "\"points\": 37", to: "\"points\": 370",
      field: "styles.title.points", reason: "must be a number from 5 to 72"),
    Case(
      name: "a place without a value", from: "{birthYear}", to: "{birthDate}",
      field: "columns[2].items[3].parts", reason: "has no value for {birthDate}"),
    Case(
      name: "no number in clear", from: "{ \"text\": \"{number}\"", to: "{ \"text\": \"{copy}\"",
      field: "columns", reason: "say nowhere {number}"),
    Case(
      name: "no mark of a reprint", from: "Bản in lại số {copy}", to: "Bản in lại",
      field: "columns", reason: "say nowhere {copy}"),
    Case(
      name: "a forbidden title", from: "\"title\": \"GIẤY CHỨNG NHẬN\"",
      to: "\"title\": \"CHỨNG CHỈ\"", field: "title", reason: "chứng chỉ"),
    Case(
      name: "a letter the typeface lacks", from: "Chứng nhận ông (bà)", to: "證書",
      field: "columns[2].items[1].either", reason: "typeface"),
    Case(
      name: "too little room to sign", from: "\"style\": \"signer\", \"y\": 184",
      to: "\"style\": \"signer\", \"y\": 170", field: "signature.name.y", reason: "30 are needed"),
    Case(
      name: "a code beyond the page", from: "\"bottom\": 184", to: "\"bottom\": 209",
      field: "code.x", reason: "beyond the page"),
    Case(
      name: "a column beyond the page", from: "\"x\": 214, \"y\": 27.5, \"width\": 106",
      to: "\"x\": 260, \"y\": 27.5, \"width\": 106", field: "columns[1].width",
      reason: "beyond the page"),
    Case(
      name: "a border in another folder", from: "border.svg", to: "../border.svg",
      field: "border", reason: "without a folder"),
    Case(
      name: "a border that is not there", from: "border.svg", to: "none.svg", field: "border",
      reason: "not in"),
    Case(
      name: "the name of a built-in layout", from: "\"gia-vien\"", to: "\"award\"", field: "name",
      reason: "which another layout has"),
  ]

  @Test(arguments: cases)
  func `a mistake in a centre's own layout is one error with file and field`(
    _ given: Case
  ) throws {
    let own = try Self.own { $0.replacing(given.from, with: given.to, maxReplacements: 1) }

    let error = #expect(throws: TemplateError.self) {
      try PaperTemplates(directory: Workshop.assets, own: own)
    }

    #expect(error?.file == own)
    #expect(error?.field == given.field)
    #expect(error?.reason.contains(given.reason) == true, "\(error?.reason ?? "")")
  }

  @Test func `a changed copy prints new certificates and the old layout stays for old ones`() throws
  {
    let own = try Self.own { $0.replacing("Quét bằng điện thoại", with: "Dùng điện thoại") }
    let templates = try PaperTemplates(directory: Workshop.assets, own: own)
    let paper = Papers(templates: templates).certificates
    var sheet = Workshop.sheet()

    let old = try paper.pdf(sheet)
    sheet.layout = paper.courseLayout
    let new = try paper.pdf(sheet)

    #expect(paper.courseLayout == "gia-vien")
    #expect(try old == Workshop.papers().certificates.pdf(Workshop.sheet()))
    #expect(try Workshop.text(ofPDF: new).contains("Dùng điện thoại để kiểm tra"))
    // A kiosk without that layout prints the certificate all the same.
    #expect(try Workshop.papers().certificates.pdf(sheet) == old)
  }

  @Test func `an emblem stands at the top once however many pages show it`() throws {
    let emblem = try Self.emblem(side: 300)
    let paper = Papers(
      templates: try PaperTemplates(directory: Workshop.assets, emblem: emblem)
    ).certificates

    let pdf = try paper.pdf(Array(repeating: Workshop.sheet(), count: 3))

    let file = try Workshop.file(pdf, named: "paper.pdf")
    let images = try Workshop.run("pdfimages", "-list", file).output.split(separator: "\n")
    let objects = Set(images.dropFirst(2).map { $0.split(separator: " ")[10] })
    #expect(objects.count <= 2, "\(images)")
    #expect(images.count >= 2 + 3)
    #expect(try pdf == paper.pdf(Array(repeating: Workshop.sheet(), count: 3)))
  }

  @Test func `a picture that is too large, no PNG or damaged is refused`() throws {
    let large = try Self.emblem(side: 1300)
    let text = try Workshop.file(Array("no picture".utf8), named: "emblem.png")
    let whole = try Workshop.bytes(Self.emblem(side: 300))
    let cut = try Workshop.file(Array(whole.prefix(whole.count / 2)), named: "emblem.png")

    for (path, words) in [
      (large, "1300 x 1300 pixels"), (text, "not a PNG"), ("/none", "cannot be"),
    ] {
      let error = #expect(throws: TemplateError.self) {
        try PaperTemplates(directory: Workshop.assets, emblem: path)
      }
      #expect(error?.file == path && error?.reason.contains(words) == true)
    }
    let templates = try PaperTemplates(directory: Workshop.assets, emblem: cut)
    let error = #expect(throws: PaperError.self) {
      try Papers(templates: templates).certificates.trial()
    }
    #expect(error?.code == .picture)
  }

  @Test func `every built-in layout takes the longest texts`() throws {
    let paper = try Workshop.papers().certificates

    for layout in [PaperTemplates.course, PaperTemplates.award] {
      var sheet = CertificatePaper.longest(layout: layout)
      // The demonstration's mark lies behind the words and would be read among them.
      sheet.isDemonstration = false
      sheet.citation =
        "đã có nhiều đóng góp cho phong trào khuyến học, khuyến tài, xây dựng xã hội học tập của xã "
        + "Gia Viễn và vận động được nhiều gia đình, dòng họ cùng tham gia trong năm học 2025-2026"
      let text = try Workshop.text(ofPDF: paper.pdf(sheet))
      #expect(text.contains(sheet.holderName.uppercased()))
      #expect(text.contains("Bản in lại số 12"))
    }
  }

  /// A copy of the built-in layout under another name, changed, beside its border.
  private static func own(_ change: (String) -> String) throws -> String {
    let course = try String(contentsOfFile: "\(Workshop.assets)/course.json", encoding: .utf8)
    let named = course.replacing("\"name\": \"course\"", with: "\"name\": \"gia-vien\"")
    return try Workshop.file(Array(change(named).utf8), named: "own.json")
  }

  /// A PNG picture with sides of so many pixels: a certificate, squeezed.
  private static func emblem(side: Int) throws -> String {
    let pdf = try Workshop.file(
      Workshop.papers().certificates.pdf(Workshop.sheet()), named: "emblem.pdf")
    let stem = String(pdf.dropLast(4))
    let made = try Workshop.run(
      "pdftoppm", "-png", "-singlefile", "-scale-to-x", "\(side)", "-scale-to-y", "\(side)", pdf,
      stem)
    try #require(made.exitCode == 0)
    return stem + ".png"
  }
}
