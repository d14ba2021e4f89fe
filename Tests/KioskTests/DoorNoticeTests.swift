import Centre
import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// The notice board on the first screen, and the page of one notice.
@Suite struct DoorNoticeTests {
  private let door: DoorKiosk

  init() throws { door = try DoorKiosk() }

  private func post(
    _ title: String, _ text: String = "", language: NewNotice.Language = .vi, place: Int = 1,
    days: ClosedRange<Int64> = 0...3
  ) throws -> Notice {
    let today = Day(wallMilliseconds: DoorKiosk.start)
    return try door.desk.store.postNotice(
      NewNotice(
        title: title, text: text, language: language,
        fromDay: today.advanced(byDays: days.lowerBound),
        toDay: today.advanced(byDays: days.upperBound), place: place), by: 1,
      now: door.desk.clock.read())
  }

  @Test func `without notices the first screen has no board`() throws {
    let page = try door.respond("GET", "/").text

    for words in ["class=\"board\"", "notices-tile", "Tuần lễ"] {
      #expect(!page.contains(words), "\(words)")
    }
  }

  @Test func `notices are shown as text, in the language they were written in`() throws {
    _ = try post("<b>Tiêm</b> & \"phòng\"", "Sáng thứ Bảy\nở nhà văn hóa", place: 1)
    _ = try post("Visitors welcome", language: .en, place: 2)
    _ = try post("Tuần sau", days: 7...9)

    let page = try door.respond("GET", "/?lang=en").text

    #expect(page.contains("<b lang=\"vi\">&lt;b&gt;Tiêm&lt;/b&gt; &amp; &quot;phòng&quot;</b>"))
    #expect(page.contains("Sáng thứ Bảy ở nhà văn hóa"))
    #expect(page.contains("<b lang=\"en\">Visitors welcome</b>"))
    #expect(!page.contains("Tuần sau"))
    #expect(page.contains("From the centre"))
    #expect(page.contains("Notices (2)"))
    #expect(page.contains("<p class=\"rest for-1\">1 more notices</p>"))
    #expect(!page.contains("rest for-2"))
    #expect(page.contains("class=\"board\" aria-live=\"off\""))
  }

  @Test func `a long text is cut on the card and whole on a page that returns by itself`() throws {
    let text = (1...60).map { "dòng số \($0)" }.joined(separator: "\n")
    let notice = try post("Dài", text)
    _ = try post("Khác", place: 2)

    let first = try door.respond("GET", "/").text
    let page = try door.respond("GET", "/notices/c\(notice.id)").text

    #expect(first.contains("dòng số 1 dòng số 2"))
    #expect(!first.contains("dòng số 60"))
    #expect(first.contains("…"))
    #expect(first.contains("href=\"/notices/c\(notice.id)\""))
    #expect(page.contains("<p>dòng số 60</p>"))
    #expect(page.contains("data-state=\"form\""))
    #expect(page.contains("http-equiv=\"refresh\""))
    #expect(page.contains("Thông báo sau"))
    #expect(page.contains("1/2"))
  }

  @Test(arguments: ["c0", "p1", "x", "c9999999", "%3Cscript%3E"])
  func `a notice that does not hang leads home`(key: String) throws {
    _ = try post("Một")

    let response = try door.respond("GET", "/notices/\(key)")

    #expect(response.status.code == 303)
    #expect(response.headers["Location"] == "/")
  }

  @Test func `a notice taken down is gone at once`() throws {
    let notice = try post("Một")
    _ = try door.desk.store.endNotice(notice.id, by: 1, now: door.desk.clock.read())

    #expect(try !door.respond("GET", "/").text.contains("class=\"board\""))
    #expect(try door.respond("GET", "/notices/c\(notice.id)").status.code == 303)
  }

  @Test func `the banner hangs in the first week of October only`() throws {
    let october = try #require(Day(iso: "2027-10-01")).startMilliseconds
    door.wait(seconds: (october - DoorKiosk.start) / 1_000)

    let vi = try door.respond("GET", "/").text
    let en = try door.respond("GET", "/?lang=en").text
    door.wait(seconds: 7 * 86_400)
    let after = try door.respond("GET", "/").text

    #expect(vi.contains("Tuần lễ hưởng ứng học tập suốt đời"))
    #expect(en.contains("Lifelong Learning Week"))
    #expect(!after.contains("Tuần lễ hưởng ứng"))
  }
}
