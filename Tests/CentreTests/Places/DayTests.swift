import Centre
import Testing

@Suite struct DayTests {
  struct Case: Sendable {
    let days: Int64
    let iso: String
    let vietnamese: String
  }

  static let cases = [
    Case(days: 0, iso: "1970-01-01", vietnamese: "01/01/1970"),
    Case(days: 5542, iso: "1985-03-05", vietnamese: "05/03/1985"),
    Case(days: -25567, iso: "1900-01-01", vietnamese: "01/01/1900"),
    Case(days: 11016, iso: "2000-02-29", vietnamese: "29/02/2000"),
    Case(days: 20541, iso: "2026-03-29", vietnamese: "29/03/2026"),
  ]

  @Test(arguments: cases)
  func `a day is written and read in both forms`(_ item: Case) {
    let day = Day(daysSince1970: item.days)

    #expect(day.iso == item.iso)
    #expect(day.ddMMyyyy == item.vietnamese)
    #expect(Day(iso: item.iso) == day)
    #expect(Day(compact: item.vietnamese.filter { $0 != "/" }) == day)
  }

  @Test(arguments: [
    "31022000", "29021900", "00011990", "32011990", "01131990", "0101199", "0101199a",
  ])
  func `a date that no calendar has is refused`(_ text: String) {
    #expect(Day(compact: text) == nil)
  }

  @Test func `every day of six centuries survives the way to a date and back`() {
    for days in Int64(-140_000)...Int64(80_000) {
      let day = Day(daysSince1970: days)
      #expect(Day(year: day.year, month: day.month, day: day.day) == day)
    }
  }

  @Test func `midnight in Vietnam is five in the afternoon UTC`() {
    let day = Day(daysSince1970: 20_000)

    #expect(Day(wallMilliseconds: day.startMilliseconds) == day)
    #expect(Day(wallMilliseconds: day.startMilliseconds - 1) == day.advanced(byDays: -1))
    #expect(day.startMilliseconds % Day.milliseconds == 17 * 3_600_000)
  }

  @Test(arguments: [Int64.min, Int64.min + 1, -9_007_199_254_740_992, Int64.max - 719_467, .max])
  func `a day that no calendar names is the last one before it`(count: Int64) {
    let last = Day(daysSince1970: count < 0 ? -Day.limit : Day.limit)

    let day = Day(daysSince1970: count)

    #expect(day == last)
    #expect(day.advanced(byDays: count) == last)
    #expect(Day(daysSince1970: 0).advanced(byDays: count) == last)
    #expect(Day(wallMilliseconds: day.startMilliseconds) == day)
    #expect(day.firstOfYear.year == day.year)
    #expect(day.year == (count < 0 ? -271_821 : 275_760))
    #expect(!TimeOfDay.text(wallMilliseconds: count).isEmpty)
    #expect(Day(wallMilliseconds: count).daysSince1970.signum() == count.signum())
  }

  @Test func `the time of day is Vietnam's, with two digits each`() {
    let start = Day(daysSince1970: 20_000).startMilliseconds

    #expect(TimeOfDay.text(wallMilliseconds: start + (8 * 60 + 2) * 60_000) == "08:02")
    #expect(TimeOfDay.text(wallMilliseconds: start - 1) == "23:59")
    #expect(TimeOfDay.milliseconds(text: "08:02") == Int64(28_920_000))
    #expect(TimeOfDay.milliseconds(text: "24:00") == nil)
    #expect(TimeOfDay.milliseconds(text: "8:02") == nil)
  }
}
