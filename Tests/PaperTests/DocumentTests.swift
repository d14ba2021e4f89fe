import Centre
import Testing

@testable import Paper

@Suite struct DocumentTests {
  private struct Stopped: Error {}

  private let paper: CertificatePaper

  init() throws {
    paper = try Workshop.papers().certificates
  }

  @Test func `a document says its title, language and structure, and what its figures are`() throws
  {
    var sheet = Workshop.sheet()
    sheet.holderName = "Trần Văn Ứng"

    let pdf = try paper.pdf(sheet)

    let file = try Workshop.file(pdf, named: "paper.pdf")
    let info = try Workshop.run("pdfinfo", file).output
    #expect(info.contains("Title:           GIẤY CHỨNG NHẬN 14464-1-2026-000012"))
    #expect(info.contains("Author:          TRUNG TÂM HỌC TẬP CỘNG ĐỒNG"))
    #expect(info.contains("Subject:         Giấy chứng nhận hoàn thành"))
    #expect(info.contains("Keywords:        14464-1-2026-000012"))
    #expect(info.contains("Tagged:          yes"))
    let structure = try Workshop.run("pdfinfo", "-struct-text", file).output
    #expect(structure.contains("H1 (block)\n      \"GIẤY CHỨNG NHẬN\""))
    #expect(structure.utf8.contains("P (block)\n      \"TRẦN VĂN ỨNG\"".utf8))
    #expect(structure.contains("Figure"))
    let alternative = try Workshop.run("pdfinfo", "-struct", file).output
    #expect(alternative.contains("Figure"))
    let tail = String(decoding: pdf.suffix(2_000), as: UTF8.self)
    #expect(tail.contains("/Lang (vi)"))
    #expect(tail.contains("/DisplayDocTitle true"))
    // "Mã QR" in UTF-16.
    #expect(tail.contains("/Alt <FEFF004D00E3002000510052"))
  }

  @Test func `sheets are asked for one by one while the bytes before them are given away`() throws {
    var asked = 0
    var given = 0
    var mostWaiting = 0
    var bytes: [UInt8] = []

    try paper.write(
      next: {
        asked += 1
        mostWaiting = max(mostWaiting, asked - given / 10_000)
        return asked <= 40 ? Workshop.sheet() : nil
      },
      to: { piece in
        given += piece.count
        bytes += piece
        #expect(piece.count < 2 * PDFSink.pieceBytes)
      })

    #expect(asked == 41)
    // Some pages stand in cairo's and our buffers, the others have left.
    #expect(mostWaiting < 12)
    // The border's lines stand in the document once.
    #expect(bytes.count < 40 * 15_000 + 80_000)
    #expect(String(decoding: bytes, as: UTF8.self).split(separator: "/Type /XObject").count == 2)
    #expect(try bytes == paper.pdf(Array(repeating: Workshop.sheet(), count: 40)))
  }

  @Test func `an error of either side ends the drawing and is thrown on`() throws {
    var count = 0
    #expect(throws: Stopped.self) {
      try paper.write(
        next: {
          count += 1
          if count == 3 { throw Stopped() }
          return Workshop.sheet()
        }, to: { _ in })
    }
    #expect(throws: Stopped.self) {
      try paper.write(next: { Workshop.sheet() }, to: { _ in throw Stopped() })
    }
    // The press is free again.
    #expect(try paper.pdf(Workshop.sheet()).starts(with: Array("%PDF-1.4".utf8)))
  }

  @Test func `the addendum finds objects wherever the pieces are cut`() throws {
    let whole = try paper.pdf(Workshop.sheet())
    let end = try #require(Self.lastRange(of: "%%EOF\n", before: whole.count - 6, in: whole))
    let plain = Array(whole[..<end])
    let description = "Mã QR của giấy chứng nhận số 14464-1-2026-000012, mở trang kiểm tra"

    for size in [700, 1_000, 4_096, 65_536] {
      var addendum = PDFAddendum()
      for start in stride(from: 0, to: plain.count, by: size) {
        addendum.look(at: Array(plain[start..<min(start + size, plain.count)]))
      }
      #expect(plain + addendum.bytes(figures: [description]) == whole, "pieces of \(size)")
    }
    var strange = PDFAddendum()
    strange.look(at: Array("%PDF-1.7 by another cairo".utf8))
    #expect(strange.bytes(figures: []).isEmpty)
  }

  private static func lastRange(of text: String, before: Int, in bytes: [UInt8]) -> Int? {
    let mark = Array(text.utf8)
    return stride(from: before - mark.count, through: 0, by: -1).first {
      bytes[$0...].starts(with: mark)
    }.map { $0 + mark.count }
  }
}
