import Centre
import Foundation
import HTTP
import Store
import Testing

@testable import Kiosk

/// The register at the desk: searched, filtered, and taken away in three forms.
@Suite struct DeskRoomsRegisterTests {
  /// Two certificates of two courses; the first is replaced.
  private func filled() throws -> DeskRoomsBed {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    for name in ["Đỗ Thị Hạnh", "Trần Văn Ứng"] {
      let (resident, course) = try bed.addGraduate(name)
      _ = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    }
    let outcome = try bed.desk.replaceCertificate(
      "14464-1-2026-000001", reason: "=Sai; tên", isPrinted: false)
    guard case .replaced = outcome else { throw Unexpected() }
    return bed
  }

  struct Search: Sendable {
    let query: String
    let numbers: [String]
  }

  @Test(arguments: [
    Search(query: "", numbers: ["01/GCN", "02/GCN", "03/GCN"]),
    Search(query: "q=2", numbers: ["02/GCN"]),
    Search(query: "q=03%2FGCN-TTHTC%C4%90", numbers: ["03/GCN"]),
    Search(query: "q=14464-1-2026-000001", numbers: ["01/GCN"]),
    Search(query: "q=hanh+thi", numbers: ["01/GCN", "03/GCN"]),
    Search(query: "q=ung", numbers: ["02/GCN"]),
    Search(query: "course=CD-002", numbers: ["02/GCN"]),
    Search(query: "course=CD-002&q=hanh", numbers: []),
    Search(query: "year=2025", numbers: []),
    Search(query: "year=abc&centre=x", numbers: ["01/GCN", "02/GCN", "03/GCN"]),
  ])
  func `the register is searched by number, name and course`(_ search: Search) throws {
    let bed = try filled()

    let page = try bed.get("/desk/register?\(search.query)", as: .viewer).text

    for number in ["01/GCN", "02/GCN", "03/GCN"] {
      let row = "\">\(number)-TTHTCĐ</a></th>"
      #expect(page.contains(row) == search.numbers.contains(number), "\(number)")
    }
  }

  @Test func `the rows are taken away as CSV and as a workbook, as they were searched`() throws {
    let bed = try filled()

    let csv = try bed.get("/desk/register/register.csv?year=2026&q=hanh", as: .viewer)
    let xlsx = try bed.get("/desk/register/register.xlsx?year=2026", as: .viewer)

    #expect(csv.headers["Content-Type"] == "text/csv; charset=utf-8")
    #expect(
      csv.headers["Content-Disposition"]
        == "attachment; filename=\"so-cap-giay-chung-nhan-14464-1-2026.csv\"")
    let lines = csv.text.components(separatedBy: "\r\n")
    #expect(lines.count == 4 && lines[3].isEmpty)
    #expect(
      lines[1].hasPrefix("01/GCN-TTHTCĐ;14464-1-2026-000001;Đỗ Thị Hạnh;"), "\(lines[1])")
    #expect(
      lines[1].hasSuffix(
        ";28/03/2026;Đã thay bằng giấy khác;\"'=Sai; tên\";14464-1-2026-000003;1"), "\(lines[1])")
    guard case .bytes(let bytes) = xlsx.body else { throw Unexpected() }
    #expect(bytes.starts(with: [0x50, 0x4B]))
    #expect(xlsx.text.contains("Trần Văn Ứng"))
  }

  @Test func `the book names what was replaced and by which`() throws {
    let bed = try filled()

    let sheet = try bed.desk.registerSheet(RegisterWish(year: 2026, centre: "14464-1"))

    #expect(sheet.rows.map(\.displayNumber) == ["01/GCN-TTHTCĐ", "02/GCN-TTHTCĐ", "03/GCN-TTHTCĐ"])
    #expect(sheet.rows[0].cancelReason == "=Sai; tên")
    #expect(sheet.rows[0].replacedBy == "03/GCN-TTHTCĐ")
    #expect(sheet.rows[2].replaces == "01/GCN-TTHTCĐ")
    #expect(sheet.isDemonstration)
    #expect(sheet.year == 2026)
  }
}
