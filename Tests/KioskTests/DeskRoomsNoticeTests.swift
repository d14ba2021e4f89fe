import Centre
import HTTP
import Store
import Testing

@testable import Kiosk

/// The room of notices at the desk. Today is 28 March 2026.
@Suite struct DeskRoomsNoticeTests {
  private static let form = [
    "title": "Tiêm phòng", "text": "Sáng thứ Bảy.\nMang theo thẻ.", "language": "vi",
    "from": "28/03/2026", "to": "04/04/2026", "place": "1",
  ]

  private let bed: DeskRoomsBed

  init() throws {
    bed = try DeskRoomsBed()
    try bed.addUsers()
  }

  @Test func `a clerk posts, changes and takes down a notice`() throws {
    let posted = try bed.post("/desk/notices", Self.form, as: .clerk)
    let notice = try #require(
      try bed.desk.store.notices(from: Day(daysSince1970: 20_540), limit: 9).first)
    let list = try bed.get("/desk/notices", as: .clerk).text
    var changed = Self.form
    changed["title"] = "Tiêm phòng cho trẻ"
    let saved = try bed.post("/desk/notices/\(notice.id)", changed, as: .director)
    let edit = try bed.get("/desk/notices/\(notice.id)", as: .clerk).text
    let ended = try bed.post("/desk/notices/\(notice.id)/end", [:], as: .clerk)
    let after = try bed.get("/desk/notices", as: .clerk).text

    #expect(posted.headers["Location"] == "/desk/notices")
    for words in ["Tiêm phòng", "28/03/2026–04/04/2026", "Đang treo", "notice-card", "Gỡ xuống"] {
      #expect(list.contains(words), "\(words)")
    }
    #expect(saved.headers["Location"] == "/desk/notices")
    #expect(edit.contains("value=\"Tiêm phòng cho trẻ\""))
    #expect(edit.contains("Sáng thứ Bảy.\nMang theo thẻ."))
    #expect(ended.headers["Location"] == "/desk/notices")
    #expect(after.contains("Chưa có thông báo nào"))
    #expect(after.contains("/desk/notices/new?again=\(notice.id)"))
    #expect(
      try bed.get("/desk/notices/new?again=\(notice.id)", as: .clerk).text
        .contains("value=\"Tiêm phòng cho trẻ\""))
    #expect(try bed.get("/desk/notices/\(notice.id)", as: .clerk).status == .notFound)
  }

  @Test func `the director erases the words of a past notice, and nobody else`() throws {
    _ = try bed.post("/desk/notices", Self.form, as: .clerk)
    let notice = try #require(
      try bed.desk.store.notices(from: Day(daysSince1970: 20_540), limit: 9).first)
    let place = "/desk/notices/\(notice.id)"
    #expect(try bed.post("\(place)/forget", [:], as: .director).status == .notFound)
    _ = try bed.post("\(place)/end", [:], as: .clerk)
    #expect(try !bed.get("/desk/notices", as: .clerk).text.contains("\(place)/forget"))
    #expect(try bed.post("\(place)/forget", [:], as: .clerk).status == .forbidden)
    #expect(try bed.get("/desk/notices", as: .director).text.contains("\(place)/forget"))

    let done = try bed.post("\(place)/forget", [:], as: .director)

    #expect(done.headers["Location"] == "/desk/notices")
    let page = try bed.get("/desk/notices", as: .director).text
    #expect(page.contains("Thông báo đã xóa nội dung"))
    for gone in ["Tiêm phòng", "\(place)/forget", "?again=\(notice.id)"] {
      #expect(!page.contains(gone), "\(gone)")
    }
    let again = try bed.get("/desk/notices/new?again=\(notice.id)", as: .clerk).text
    #expect(!again.contains("value=\"–\""))
  }

  @Test func `an old notice is found among all that are past`() throws {
    for _ in 0..<21 {
      _ = try bed.post("/desk/notices", Self.form, as: .clerk)
      let notice = try #require(
        try bed.desk.store.notices(from: Day(daysSince1970: 20_540), limit: 9).first)
      _ = try bed.post("/desk/notices/\(notice.id)/end", [:], as: .clerk)
    }
    let first = try #require(
      try bed.desk.store.pastNotices(before: Day(daysSince1970: 20_540), limit: 99).last)
    let place = "/desk/notices/\(first.id)/forget"

    let page = try bed.get("/desk/notices", as: .director).text
    let all = try bed.get("/desk/notices?past=all", as: .director).text

    #expect(!page.contains(place) && page.contains("/desk/notices?past=all#past"))
    #expect(all.contains(place) && !all.contains("?past=all"))
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    let field: String
    let value: String
    let says: String
    var testDescription: String { "\(field)=\(value.prefix(20))" }
  }

  static let bad = [
    Bad(field: "title", value: " ", says: "Hãy viết tiêu đề."),
    Bad(field: "title", value: String(repeating: "x", count: 121), says: "Dài quá 120 ký tự."),
    Bad(field: "text", value: String(repeating: "x", count: 1_001), says: "Dài quá 1000 ký tự."),
    Bad(field: "from", value: "31/02/2026", says: "Ngày không có thật"),
    Bad(field: "to", value: "", says: "Hãy viết ngày treo cuối cùng."),
    Bad(field: "to", value: "27/03/2026", says: "Ngày cuối phải từ ngày bắt đầu trở đi."),
    Bad(field: "to", value: "28/03/2028", says: "Lâu quá: muộn nhất là 29/03/2027."),
    Bad(field: "place", value: "0", says: "Thứ tự là số từ 1 đến 99."),
    Bad(field: "language", value: "fr", says: "Hãy chọn tiếng Việt hoặc tiếng Anh."),
  ]

  @Test(arguments: bad) func `bad input is named and nothing is posted`(_ bad: Bad) throws {
    var form = Self.form
    form[bad.field] = bad.value

    let response = try bed.post("/desk/notices", form, as: .clerk)

    #expect(response.status == .unprocessableContent)
    #expect(response.text.contains(bad.says))
    #expect(try bed.desk.store.notices(from: Day(daysSince1970: 0), limit: 9).isEmpty)
  }

  @Test func `days of the past are refused, but not where they stood already`() throws {
    var form = Self.form
    form["from"] = "01/03/2026"
    form["to"] = "27/03/2026"

    let response = try bed.post("/desk/notices", form, as: .clerk)

    #expect(response.text.contains("Ngày này đã qua. Sớm nhất là 28/03/2026."))
  }

  @Test func `a preview shows the card and saves nothing`() throws {
    var form = Self.form
    form["preview"] = "1"

    let page = try bed.post("/desk/notices", form, as: .clerk)

    #expect(page.status == .ok)
    #expect(page.text.contains("<b lang=\"vi\">Tiêm phòng</b>"))
    #expect(page.text.contains("Chưa lưu"))
    #expect(try bed.desk.store.notices(from: Day(daysSince1970: 0), limit: 9).isEmpty)
  }

  @Test func `others read and cannot write`() throws {
    #expect(try bed.get("/desk/notices", as: .viewer).status == .ok)
    #expect(try !bed.get("/desk/notices", as: .viewer).text.contains("/desk/notices/new"))
    #expect(try bed.get("/desk/notices/new", as: .viewer).status == .forbidden)
    #expect(try bed.post("/desk/notices", Self.form, as: .association).status == .forbidden)
    #expect(try bed.post("/desk/notices", Self.form, as: .clerk, csrf: "x").status == .forbidden)
  }

  @Test func `there is a most, and it is said`() throws {
    for _ in 0..<Desk.mostNotices { _ = try bed.post("/desk/notices", Self.form, as: .clerk) }

    let response = try bed.post("/desk/notices", Self.form, as: .clerk)

    #expect(response.text.contains("Đã có 40 thông báo đang treo hoặc chờ treo."))
  }

  @Test func `while the clock is not set the desk says why the door shows nothing`() throws {
    let bed = try DeskRoomsBed(isClockTrusted: false)
    try bed.addUsers()
    _ = try bed.post("/desk/notices", Self.form, as: .clerk)

    let page = try bed.get("/desk/notices", as: .clerk).text

    #expect(page.contains("Giờ trên máy chưa được chỉnh nên ở cửa chưa hiện thông báo nào."))
    #expect(!page.contains("notice-card"))
  }
}
