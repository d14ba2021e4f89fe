import Testing

@testable import Evidence

@Suite struct VietnamDayTests {
  @Test(
    arguments: [
      (0, 0), (61_199, 0), (61_200, 1), (-25_200, 0), (-25_201, -1), (1_795_000_000, 20_775),
      (.max, 106_751_991_167_300), (.min, -106_751_991_167_301),
    ] as [(Int64, Int64)])
  func `a day begins at 17:00 UTC of the day before`(seconds: Int64, day: Int64) {
    #expect(VietnamDay.day(ofSeconds: seconds) == day)
  }
}
