import Centre
import Evidence
import Testing

@Suite struct NoticeBoardTests {
  private static let today = Day(daysSince1970: 20_540)

  private func now(_ quality: ClockQuality = .networkTime) -> ClockReading {
    ClockReading(
      boot: 1, bootMilliseconds: 0, wallMilliseconds: Self.today.startMilliseconds + 1,
      quality: quality)
  }

  private func notice(
    _ id: Int64, place: Int = 1, from: Int64 = 0, to: Int64 = 0, isEnded: Bool = false
  ) -> Notice {
    Notice(
      id: id,
      content: NewNotice(
        title: "Thông báo \(id)", fromDay: Self.today.advanced(byDays: from),
        toDay: Self.today.advanced(byDays: to), place: place), isEnded: isEnded)
  }

  private func announcement(_ id: Int64, from: Int64, to: Int64) -> BulletinAnnouncement {
    BulletinAnnouncement(
      id: id, title: "Tỉnh \(id)", text: "x", fromDay: Self.today.daysSince1970 + from,
      toDay: Self.today.daysSince1970 + to)
  }

  @Test func `the centre's own come first, by place, the newer of two in one place before`() {
    let items = NoticeBoard.items(
      own: [notice(1, place: 2), notice(2), notice(3)],
      announcements: [announcement(9, from: -1, to: 1), announcement(8, from: -2, to: 0)],
      now: now())

    #expect(items.map(\.key) == ["c3", "c2", "c1", "p8", "p9"])
    #expect(items.map(\.origin) == [.centre, .centre, .centre, .province, .province])
  }

  struct Days: Sendable, CustomTestStringConvertible {
    let name: String
    let from: Int64
    let to: Int64
    var isEnded = false
    let isShown: Bool
    var testDescription: String { name }
  }

  static let days = [
    Days(name: "on its only day", from: 0, to: 0, isShown: true),
    Days(name: "on its last day", from: -3, to: 0, isShown: true),
    Days(name: "on its first day", from: 0, to: 3, isShown: true),
    Days(name: "the day before", from: 1, to: 3, isShown: false),
    Days(name: "the day after", from: -3, to: -1, isShown: false),
    Days(name: "taken down", from: -3, to: 3, isEnded: true, isShown: false),
  ]

  @Test(arguments: days) func `a notice hangs from its first day to its last`(_ days: Days) {
    let own = [notice(1, from: days.from, to: days.to, isEnded: days.isEnded)]

    #expect(NoticeBoard.items(own: own, announcements: [], now: now()).isEmpty == !days.isShown)
  }

  @Test func `a clock that was never set shows nothing, one that is only late does`() {
    let own = [notice(1, from: -100, to: 100)]

    #expect(NoticeBoard.items(own: own, announcements: [], now: now(.unset)).isEmpty)
    #expect(NoticeBoard.items(own: own, announcements: [], now: now(.restoredFloor)).count == 1)
  }

  @Test func `a board has an end`() {
    let own = (1...30).map { notice($0) }

    #expect(NoticeBoard.items(own: own, announcements: [], now: now()).count == NoticeBoard.most)
  }

  @Test(arguments: [
    ("2026-09-30", false), ("2026-10-01", true), ("2026-10-07", true), ("2026-10-08", false),
    ("2031-10-03", true), ("2026-11-01", false), ("2026-01-05", false),
  ])
  func `Lifelong Learning Week is the first week of October`(day: String, isOn: Bool) throws {
    let wall = try #require(Day(iso: day)).startMilliseconds + 3_600_000
    let reading = { (quality: ClockQuality) in
      ClockReading(boot: 1, bootMilliseconds: 0, wallMilliseconds: wall, quality: quality)
    }

    #expect(LearningWeek.isOn(reading(.networkTime)) == isOn)
    #expect(!LearningWeek.isOn(reading(.unset)))
  }

  @Test(arguments: [
    ("một\r\n\r\n\r\nhai  ba\n", "một\n\nhai ba"), ("\n\n", ""), (" một ", "một"),
    ("a\nb", "a\nb"),
  ])
  func `lines are tidied one by one`(text: String, tidy: String) {
    #expect(NoticeText.tidied(text) == tidy)
  }

  @Test func `an excerpt ends with a word`() {
    #expect(NoticeText.excerpt("một hai ba", most: 10) == "một hai ba")
    #expect(NoticeText.excerpt("một hai\nba bốn", most: 12) == "một hai ba…")
    #expect(NoticeText.excerpt("mộthaibabốn", most: 4) == "mộth…")
  }
}
