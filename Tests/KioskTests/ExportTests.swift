import Centre
import Foundation
import Testing

@testable import Kiosk

@Suite struct ExportTests {
  private static let table = Table(
    name: "Sổ cấp 2026",
    columns: [.init(title: "Họ tên", width: 20), .init(title: "Giờ", width: 8)],
    rows: [
      [.text("Đỗ Thị \"Hạnh\"; A"), .tenths(125)],
      [.text("=HYPERLINK(\"http://x\")"), .number(7)],
      [.text("<&>\u{1}"), .day(Day(daysSince1970: 20_541))], [.empty, .tenths(20)],
    ])

  @Test func `the separators are those of the language, and no text becomes a formula`() {
    let vi = CSVFile(language: .vi).bytes(Self.table)
    let en = String(decoding: CSVFile(language: .en).bytes(Self.table), as: UTF8.self)

    #expect(Array(vi.prefix(3)) == [0xEF, 0xBB, 0xBF])
    #expect(
      String(decoding: vi.dropFirst(3), as: UTF8.self) == """
        Họ tên;Giờ\r
        "Đỗ Thị ""Hạnh""; A";12,5\r
        "'=HYPERLINK(""http://x"")";7\r
        <&>\u{1};29/03/2026\r
        ;2\r

        """)
    #expect(en.contains("\"Đỗ Thị \"\"Hạnh\"\"; A\",12.5\r\n"))
  }

  @Test(arguments: ["=1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a"])
  func `what a spreadsheet would run is kept a text`(_ text: String) {
    #expect(CSVLine.harmless(text) == "'" + text)
    #expect(CSVLine.harmless("a" + text) == "a" + text)
  }

  @Test(arguments: [
    ("a,=1", "a,'=1"), ("a;+1", "a;'+1"), ("a\t-1", "a\t'-1"), ("a\r\n@a", "a\r\n'@a"),
    ("a, ＝1", "a, '＝1"), ("a;\"=1\"", "a;\"'=1\""), (" =1", " '=1"), ("\t=1", "'\t'=1"),
    ("\r", "'\r"), ("2 - 1, a-b; c", "2 - 1, a-b; c"), ("", ""),
  ])
  func `no formula begins where the Excel of another language splits the line`(
    _ text: String, _ harmless: String
  ) {
    #expect(CSVLine.harmless(text) == harmless)
  }

  @Test func `the checksum is the known one`() {
    #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.of([]) == 0)
  }

  @Test func `a workbook holds its texts as texts, and is the same on every run`() throws {
    let bytes = Workbook.bytes(Self.table)
    let text = String(decoding: bytes, as: UTF8.self)

    #expect(bytes == Workbook.bytes(Self.table))
    #expect(bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]))
    for part in [
      "<t xml:space=\"preserve\">Đỗ Thị &quot;Hạnh&quot;; A</t>", "&lt;&amp;&gt;</t>",
      "<v>12.5</v>",
      "<v>46110</v>", "=HYPERLINK(&quot;http://x&quot;)</t>", "ref=\"A1:B5\"",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(!text.contains("<f>"))
  }
}
