import Centre
import HTTP

/// The register to take away: the book as PDF, and the same rows for a spreadsheet.
enum RegisterFiles {
  private static let sheetType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.registerPDF, in: .certificates) { call in
      let wish = try RegisterRoom.wish(call)
      return call.pdf(try call.desk.registerPDF(wish), name: name(wish, "pdf"))
    }
    routes.read(.registerCSV, in: .certificates) { call in
      let wish = try RegisterRoom.wish(call)
      let bytes = CSVFile(language: call.language).bytes(try table(call, wish))
      return file(bytes, "text/csv; charset=utf-8", name(wish, "csv"))
    }
    routes.read(.registerXLSX, in: .certificates) { call in
      let wish = try RegisterRoom.wish(call)
      return file(Workbook.bytes(try table(call, wish)), sheetType, name(wish, "xlsx"))
    }
  }

  private static func name(_ wish: RegisterWish, _ ending: String) -> String {
    "so-cap-giay-chung-nhan-\(wish.centre)-\(wish.year).\(ending)"
  }

  private static func file(_ bytes: [UInt8], _ type: String, _ name: String) -> Response {
    Response.bytes(bytes, contentType: type)
      .with("Content-Disposition", "attachment; filename=\"\(name)\"")
      .with("Cache-Control", "no-store")
  }

  private static func table(_ call: DeskRequest, _ wish: RegisterWish) throws -> Table {
    let columns: [(DeskText, Int)] = [
      (.certificatesNumber, 16), (.certificatesFullNumber, 24), (.certificateName, 28),
      (.certificateBirth, 10), (.certificateResidence, 28), (.certificateCourse, 40),
      (.registerSessions, 8), (.registerHours, 8), (.certificatesIssued, 12),
      (.registerState, 18), (.certificateCancelReason, 28), (.registerReplacedBy, 24),
      (.certificatesCopies, 10),
    ]
    return Table(
      name: call.text(.registerSheet, ["year": String(wish.year)]),
      columns: columns.map { Table.Column(title: call.text($0.0), width: $0.1) },
      rows: try call.desk.register(wish).map { row(call, $0) })
  }

  private static func row(_ call: DeskRequest, _ one: Certificate) -> [Table.Cell] {
    let text = { (value: String?) -> Table.Cell in
      value.flatMap { $0.isEmpty ? nil : .text($0) } ?? .empty
    }
    let isAward = one.award != nil
    return [
      .text(one.sheet.displayNumber), .text(one.number), .text(one.holderName),
      one.sheet.birthYear.map { .number(Int64($0)) } ?? .empty, text(one.sheet.residence),
      .text(one.courseTitle), isAward ? .empty : .number(Int64(one.sheet.sessionCount)),
      isAward ? .empty : .tenths(one.hoursTenths),
      .day(one.issuedDay), .text(call.text(StateMark(one).word)), text(one.cancelReason),
      text(one.replacedBy), .number(Int64(one.copies)),
    ]
  }
}
