import Centre
import Testing

@testable import Kiosk

@Suite struct RecentReadingsTests {
  private func welcome(_ visit: Int64) -> Welcome {
    Welcome(
      visitId: visit, eventSeq: visit, residentId: visit, name: "Đỗ Thị Hạnh",
      sessionCode: "2026-0001", sessionTitle: "Buổi 1", atMilliseconds: 0,
      hoursThisYearTenths: 20, visitsThisYear: 1, progress: nil)
  }

  @Test func `a reading is remembered for as long as the setting says and no longer`() {
    let readings = RecentReadings()
    readings.note(welcome(1), for: "a", bootMilliseconds: 1_000)

    #expect(readings.repeated("a", within: 3, bootMilliseconds: 3_999)?.visitId == 1)
    #expect(readings.repeated("a", within: 3, bootMilliseconds: 4_000) == nil)
    #expect(readings.repeated("a", within: 3, bootMilliseconds: 1_000) == nil)
  }

  @Test func `the newer reading of a code outlives the older one`() {
    let readings = RecentReadings()
    readings.note(welcome(1), for: "a", bootMilliseconds: 0)
    readings.note(welcome(2), for: "a", bootMilliseconds: 2_000)

    #expect(readings.repeated("a", within: 3, bootMilliseconds: 3_500)?.visitId == 2)
  }

  @Test func `a busy door keeps only the latest readings`() {
    let readings = RecentReadings()
    for visit in 0..<600 {
      readings.note(welcome(Int64(visit)), for: "code \(visit)", bootMilliseconds: 0)
    }

    #expect(readings.repeated("code 0", within: 3, bootMilliseconds: 0) == nil)
    #expect(readings.repeated("code 87", within: 3, bootMilliseconds: 0) == nil)
    #expect(readings.repeated("code 88", within: 3, bootMilliseconds: 0)?.visitId == 88)
    #expect(readings.repeated("code 599", within: 3, bootMilliseconds: 0)?.visitId == 599)
  }

  @Test func `a visit taken back is forgotten`() {
    let readings = RecentReadings()
    readings.note(welcome(1), for: "a", bootMilliseconds: 0)
    readings.forget(visit: 1)

    #expect(readings.repeated("a", within: 3, bootMilliseconds: 0) == nil)
  }
}
