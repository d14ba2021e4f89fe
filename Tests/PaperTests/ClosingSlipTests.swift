import Centre
import Testing

@testable import Paper

@Suite struct ClosingSlipTests {
  /// A note as long as one with a province's name of ordinary length.
  private static let note = """
    hoc.ninhbinh.gov.vn/log/7e3c91e3898539a2e6d5df9bd4231896
    48211
    fjyR44mFOaLm1d+b1CMYlvpiXiBXdMdKJIziggvNpMw=

    \u{2014} hoc.ninhbinh.gov.vn/log/7e3c91e3898539a2e6d5df9bd4231896 \
    jte+aZVNrUSbrdZzYLQeV6MubieLWPscVanwX75njqtJ7WMcy3D+dPjYsOnSzlElEhjgIwL7nqBZKbzm3udBrajSrgc=

    """

  private static func slip(meetings count: Int) -> ClosingSlip {
    let day = Day(daysSince1970: 20_540)
    var slip = ClosingSlip(
      centre: "14464-1", day: day, madeMilliseconds: day.startMilliseconds + 61_920_000,
      books: ClosingSlip.Books(
        recorded: 48_211, confirmed: 48_000, waiting: 200, needsAttention: 11),
      clockQuality: 2, logSize: 48_211, rootHex: String(repeating: "7e3c91e3", count: 8),
      note: note)
    slip.parentBody = "ỦY BAN NHÂN DÂN XÃ GIA VIỄN"
    slip.issuingBody = "TRUNG TÂM HỌC TẬP CỘNG ĐỒNG"
    slip.meetings = (0..<count).map { index in
      ClosingSlip.Meeting(
        time: "08:00–10:30",
        title: String(repeating: "Phòng chống bạo lực gia đình ", count: 1 + index % 4),
        turns: 20 + index)
    }
    slip.turns = 1_234
    slip.people = 321
    slip.certificates = 7
    return slip
  }

  @Test(arguments: [150, 300])
  func `the checkpoint is read from the paper letter by letter`(_ dotsPerInch: Int) throws {
    let pdf = try Workshop.papers().closingSlip.pdf(Self.slip(meetings: 3))
    let picture = try Workshop.picture(ofPDF: pdf, dotsPerInch: dotsPerInch)

    #expect(try ImageCodes.codes(inImage: Workshop.bytes(picture)).map(\.text) == [Self.note])
    #expect(try Workshop.run("zbarimg", "-q", "--raw", picture).output == Self.note + "\n")
  }

  @Test func `the slip says the day in figures`() throws {
    var slip = Self.slip(meetings: 2)
    let text = try Workshop.text(ofPDF: Workshop.papers().closingSlip.pdf(slip))

    for words in [
      "PHIẾU CHỐT NGÀY", "Ngày 28/03/2026", "14464-1", "17:12 28/03/2026", "08:00–10:30",
      "20 lượt", "1.234", "321", "Đã ghi 48.211 · tỉnh đã xác nhận 48.000 · chờ gửi 200",
      "Cần xem lại: 11", "do người trực chỉnh", "7e3c 91e3 7e3c 91e3", "NGƯỜI TRỰC", "GIÁM ĐỐC",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    #expect(!text.contains("TRÌNH DIỄN") && !text.contains("không ghi tên"))
    slip.isDemonstration = true
    slip.heads = 1_012
    let other = try Workshop.text(ofPDF: Workshop.papers().closingSlip.pdf(slip))
    #expect(other.contains("TRÌNH DIỄN"))
    #expect(other.contains("Lượt học (1.012 không ghi tên)"))
  }

  @Test(arguments: [0, 1, 9, 10, 60])
  func `it is one page however many sessions there were`(_ count: Int) throws {
    let pdf = try Workshop.papers().closingSlip.pdf(Self.slip(meetings: count))

    let text = try Workshop.text(ofPDF: pdf)
    #expect(text.count { $0 == "\u{0C}" } == 1)
    #expect(text.contains("Không có buổi học nào") == (count == 0))
    #expect(text.contains("buổi khác") == (count > 9))
    #expect(try Workshop.papers().closingSlip.pdf(Self.slip(meetings: count)) == pdf)
  }

  @Test func `a checkpoint that no code on paper holds is refused`() throws {
    var slip = Self.slip(meetings: 1)
    slip.note = String(repeating: "x", count: 900)
    let papers = try Workshop.papers()
    let error = #expect(throws: PaperError.self) { try papers.closingSlip.pdf(slip) }
    #expect(error?.code == .codeTooLarge)
  }
}
