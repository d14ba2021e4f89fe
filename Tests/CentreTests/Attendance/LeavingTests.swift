import Centre
import Evidence
import Testing

/// When a leaving time may still be given, and when it is "not recorded".
@Suite struct LeavingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var out: Int64?
    var state = Session.State.open
    var isSelfStudy = false
    /// The planned end.
    var end = LeavingTests.end
    /// Milliseconds after the planned end.
    var after: Int64 = 0
    var quality = ClockQuality.networkTime
    let expected: Leaving
    var testDescription: String { name }
  }

  fileprivate static let end = Day(daysSince1970: 20_541).startMilliseconds + 11 * hour
  private static let evening = end + 11 * hour
  private static let hour: Int64 = 3_600_000

  static let cases: [Case] = [
    Case(name: "left", out: end - 5, expected: .left(end - 5)),
    Case(name: "left, and the session is closed", out: 7, state: .closed, expected: .left(7)),
    Case(name: "during the session", after: -hour, expected: .staying),
    Case(name: "a little late", after: hour, expected: .staying),
    Case(name: "half a day late", after: 12 * hour, expected: .staying),
    Case(name: "more than half a day late", after: 12 * hour + 1, expected: .notRecorded),
    Case(name: "of an evening, in the night", end: evening, after: 6 * hour, expected: .staying),
    Case(
      name: "of an evening, the next morning", end: evening, after: 10 * hour,
      expected: .notRecorded),
    Case(name: "closed", state: .closed, after: -hour, expected: .notRecorded),
    Case(
      name: "closed, the clock unset", state: .closed, quality: .unset, expected: .notRecorded),
    Case(name: "the clock unset", after: 900 * hour, quality: .unset, expected: .staying),
    Case(
      name: "the clock at its floor", after: 20 * hour, quality: .restoredFloor,
      expected: .notRecorded),
    Case(name: "self-study in the day", isSelfStudy: true, after: -1, expected: .staying),
    Case(name: "self-study at midnight", isSelfStudy: true, expected: .staying),
    Case(name: "self-study after midnight", isSelfStudy: true, after: 1, expected: .notRecorded),
    Case(
      name: "self-study after midnight, the clock unset", isSelfStudy: true, after: 1,
      quality: .unset, expected: .staying),
    Case(
      name: "self-study that was closed with the next day's", state: .closed, isSelfStudy: true,
      after: 9 * hour, expected: .notRecorded),
  ]

  @Test(arguments: cases)
  func `a leaving time that nobody gave is never made up`(_ item: Case) {
    let now = ClockReading(
      boot: 1, bootMilliseconds: 1, wallMilliseconds: item.end + item.after,
      quality: item.quality)

    let leaving = Leaving.decide(
      outMilliseconds: item.out, endMilliseconds: item.end, state: item.state,
      isSelfStudy: item.isSelfStudy, now: now)

    #expect(leaving == item.expected)
  }

  @Test(
    arguments: [
      (0, 0, 0), (0, 359_999, 0), (0, 360_000, 1), (0, 5_400_000, 15), (0, 43_200_000, 120),
      (0, 43_200_001, 120), (0, 864_000_000, 120), (10, 0, 0), (5_400_000, 0, 0),
      (-3_600_000, 3_600_000, 20),
    ] as [(Int64, Int64, Int64)])
  func `self-study counts whole tenths between coming and leaving, at most twelve hours`(
    _ came: Int64, _ left: Int64, _ tenths: Int64
  ) {
    #expect(SelfStudy.hoursTenths(inMilliseconds: came, outMilliseconds: left) == tenths)
  }
}
