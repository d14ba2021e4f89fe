import Centre
import Evidence
import Testing

@Suite struct LateEntryTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let state: Session.State
    let source: CheckInSource
    var written: Int64?
    /// The session is from 100 to 200.
    let now: Int64
    var quality = ClockQuality.networkTime
    let told: ToldArrival?
    var testDescription: String { name }
  }

  private static let start = ToldArrival(milliseconds: 100, basis: .sessionStart)

  static let cases = [
    Case(
      name: "paper without a time, next day", state: .closed, source: .paper, now: 9_000,
      told: start),
    Case(
      name: "paper with a time", state: .closed, source: .paper, written: 130, now: 9_000,
      told: ToldArrival(milliseconds: 130, basis: .written)),
    Case(
      name: "paper while the session runs", state: .open, source: .paper, now: 150, told: start),
    Case(name: "the roll while it runs", state: .open, source: .roll, now: 150, told: nil),
    Case(name: "the roll at its very end", state: .open, source: .roll, now: 200, told: nil),
    Case(name: "the roll after its end", state: .open, source: .roll, now: 201, told: start),
    Case(name: "the roll of a closed one", state: .closed, source: .roll, now: 150, told: start),
    Case(
      name: "the roll under a clock never set", state: .open, source: .roll, now: 9_000,
      quality: .unset, told: nil),
    Case(name: "a scan after the end", state: .open, source: .wedge, now: 201, told: nil),
    Case(name: "a search after the end", state: .open, source: .search, now: 201, told: nil),
  ]

  private func reading(_ now: Int64, _ quality: ClockQuality) -> ClockReading {
    ClockReading(boot: 1, bootMilliseconds: 0, wallMilliseconds: now, quality: quality)
  }

  private func meeting(_ state: Session.State) -> LateEntry.Meeting {
    LateEntry.Meeting(state: state, startMilliseconds: 100, endMilliseconds: 200)
  }

  @Test(arguments: cases) func `an arrival that no clock saw is told, with its basis`(_ item: Case)
  {
    let told = LateEntry.arrival(
      at: meeting(item.state), source: item.source, written: item.written,
      now: reading(item.now, item.quality))

    #expect(told == item.told)
  }

  @Test(arguments: [
    (Session.State.open, Int64(0), ClockQuality.networkTime, LateEntry.Readiness.ready),
    (.closed, 0, .networkTime, .ready),
    (.planned, 99, .networkTime, .tooEarly),
    (.planned, 100, .networkTime, .opens(closes: false)),
    (.planned, 200, .restoredFloor, .opens(closes: false)),
    (.planned, 201, .networkTime, .opens(closes: true)),
    (.planned, 201, .unset, .tooEarly),
    (.open, 201, .unset, .ready),
  ])
  func `a session that was never opened is, once it has begun`(
    state: Session.State, now: Int64, quality: ClockQuality, readiness: LateEntry.Readiness
  ) {
    #expect(LateEntry.readiness(of: meeting(state), now: reading(now, quality)) == readiness)
  }

  private func resident(_ id: Int64, _ name: String, _ village: String) -> Resident {
    Resident(
      id: id, pseudonym: "", cardDigits: "1", name: name, birthDay: nil, birthYear: nil, sex: nil,
      village: village, phone: "", identityLast4: nil, isGuest: false)
  }

  @Test func `a list goes by given name, and by village first where it holds several`() {
    let people = [
      resident(1, "Trần Văn Ứng", "Xóm 2"), resident(2, "Đỗ Thị Hạnh", "Xóm 3"),
      resident(3, "Bùi Văn An", "Xóm 3"), resident(4, "Đỗ Thị Hạnh", "Xóm 3"),
    ]

    #expect(PaperList.sorted(people, byVillage: false).map(\.id) == [3, 2, 4, 1])
    #expect(PaperList.sorted(people, byVillage: true).map(\.id) == [1, 3, 2, 4])
  }
}
