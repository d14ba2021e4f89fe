import Evidence
import Testing

@testable import Centre

@Suite struct TimelineTests {
  /// 2 November 2026, 08:00 in Vietnam.
  static let morning: Int64 = 1_793_581_200_000
  static let minute: Int64 = 60_000
  static let hour: Int64 = 3_600_000
  static let day: Int64 = 86_400_000

  private func reading(
    boot: Int64 = 1, _ moment: Int64, claims wall: Int64 = 0, _ quality: ClockQuality = .unset
  ) -> ClockReading {
    ClockReading(boot: boot, bootMilliseconds: moment, wallMilliseconds: wall, quality: quality)
  }

  private func sync(boot: Int64 = 1, _ moment: Int64, _ server: Int64) -> TimeMark {
    .sync(boot: boot, bootMilliseconds: moment, server: server, roundTrip: 200)
  }

  @Test func `fifty scans at 1970 are known to the second once the province answers`() throws {
    let timeline = Timeline(
      marks: [sync(30 * Self.minute, Self.morning)],
      lengths: [BootLength(boot: 1, milliseconds: 31 * Self.minute)])

    for scan in 0..<50 as Range<Int64> {
      let moment = 5 * Self.minute + scan * 20_000
      let time = timeline.time(of: reading(moment, claims: moment))
      let truth = Self.morning - 30 * Self.minute + moment
      #expect(abs(time.best - truth) <= 1_000)
      let (earliest, latest) = (try #require(time.earliest), try #require(time.latest))
      #expect((earliest...latest).contains(truth))
      #expect(latest - earliest < 1_000)
      #expect(time.basis == .synced)
      #expect(!time.isAbout)
      #expect(time.claimed == moment)
    }
  }

  @Test func `a clock ten years ahead is put right, before and after the answer`() {
    let ahead = Self.morning + 3_650 * Self.day
    let timeline = Timeline(marks: [sync(Self.hour, Self.morning)], lengths: [])

    let before = timeline.time(
      of: reading(Self.hour - Self.minute, claims: ahead, .operatorSet))
    let after = timeline.time(of: reading(Self.hour + Self.minute, claims: ahead, .operatorSet))

    #expect(abs(before.best - (Self.morning - Self.minute)) < 1_000)
    #expect(abs(after.best - (Self.morning + Self.minute)) < 1_000)
  }

  @Test func `two starts with no answer lie between the answers around them`() throws {
    // Start 1 ends an hour after its answer; starts 2 and 3 last two and three hours; start 4 is
    // answered half an hour after it began, two days after the first answer.
    let timeline = Timeline(
      marks: [
        sync(boot: 1, 0, Self.morning), sync(boot: 4, Self.hour / 2, Self.morning + 2 * Self.day),
      ],
      lengths: [
        BootLength(boot: 1, milliseconds: Self.hour),
        BootLength(boot: 2, milliseconds: 2 * Self.hour),
        BootLength(boot: 3, milliseconds: 3 * Self.hour),
        BootLength(boot: 4, milliseconds: Self.hour),
      ])

    let time = timeline.time(of: reading(boot: 2, Self.hour, claims: 5))

    #expect(time.basis == .between)
    #expect(time.isAbout)
    let earliest = try #require(time.earliest)
    let latest = try #require(time.latest)
    // After the first start's end and an hour of its own; before three hours and its own second hour.
    let error = 4_000 as Int64
    #expect(abs(earliest - (Self.morning + 2 * Self.hour)) < error)
    #expect(
      abs(latest - (Self.morning + 2 * Self.day - Self.hour / 2 - 4 * Self.hour)) < error)
    #expect(time.best == earliest, "1970 is before all that is possible")
  }

  @Test func `a trusted claim inside its interval stands`() {
    let timeline = Timeline(
      marks: [sync(boot: 1, 0, Self.morning), sync(boot: 3, 0, Self.morning + 2 * Self.day)],
      lengths: [])
    let claim = Self.morning + Self.day

    let believed = timeline.time(of: reading(boot: 2, 0, claims: claim, .operatorSet))
    let doubted = timeline.time(of: reading(boot: 2, 0, claims: claim, .restoredFloor))

    #expect(believed.best == claim)
    #expect(!believed.isAbout)
    #expect(doubted.best == claim)
    #expect(doubted.isAbout)
  }

  @Test func `a trusted claim outside its interval is moved to the nearer end and marked`() throws {
    let timeline = Timeline(
      marks: [sync(boot: 1, 0, Self.morning), sync(boot: 3, 0, Self.morning + Self.day)],
      lengths: [])

    let time = timeline.time(
      of: reading(boot: 2, 0, claims: Self.morning + 99 * Self.day, .operatorSet))

    #expect(time.best == time.latest)
    #expect(time.isAbout)
    #expect(time.isCorrected)
  }

  @Test func `a receipt bounds from above only what it covers`() {
    let timeline = Timeline(
      marks: [TimeMark(boot: 1, bootMilliseconds: Self.hour, latest: Self.morning)], lengths: [])

    let covered = timeline.time(of: reading(Self.minute))
    let later = timeline.time(of: reading(boot: 2, 0))

    #expect((covered.latest ?? .max) <= Self.morning - 58 * Self.minute)
    #expect(covered.earliest == nil)
    #expect(covered.basis == .claimed)
    #expect(later.latest == nil)
  }

  @Test func `what a person set counts where nothing else does, also for scans before it`() {
    let set = TimeMark(boot: 1, bootMilliseconds: Self.hour, word: Self.morning)
    let alone = Timeline(marks: [set], lengths: [])
    let overruled = Timeline(
      marks: [set, sync(2 * Self.hour, Self.morning + 3 * Self.hour)], lengths: [])

    let scan = reading(Self.hour - 10 * Self.minute, claims: 600_000, .restoredFloor)

    #expect(alone.time(of: scan).best == Self.morning - 10 * Self.minute)
    #expect(alone.time(of: scan).basis == .set)
    #expect(alone.time(of: scan).earliest == nil, "a person's word bounds nothing")
    #expect(overruled.time(of: scan).basis == .synced)
    #expect(
      abs(overruled.time(of: scan).best - (Self.morning + 2 * Self.hour - 10 * Self.minute)) < 2_000
    )
  }

  @Test func `network time fixes the scans of its own start`() throws {
    let timeline = Timeline(
      marks: [.network(boot: 1, bootMilliseconds: Self.hour, wall: Self.morning)], lengths: [])

    let time = timeline.time(of: reading(0, claims: 0))

    #expect(time.basis == .synced)
    #expect(abs(time.best - (Self.morning - Self.hour)) <= TimeMark.networkErrorMilliseconds)
    let own = timeline.time(
      of: reading(boot: 9, 0, claims: Self.morning + Self.day, .networkTime))
    #expect(own.basis == .synced)
    #expect(own.best == Self.morning + Self.day)
  }

  @Test func `a clock that a receipt set drifts from then on, and the answers around it bound it`()
    throws
  {
    let month = 30 * Self.day
    let truth = Self.morning + month
    // The quartz lost 200 s in the month, and the kiosk goes on by it.
    let scan = reading(month, claims: truth - 200_000, .receipt)
    let before = Timeline(marks: [sync(0, Self.morning)], lengths: [])
    let around = Timeline(
      marks: [sync(0, Self.morning), sync(month + Self.hour, truth + Self.hour)], lengths: [])

    let open = before.time(of: scan)
    let closed = around.time(of: scan)

    #expect(CorrectedTime(fixed: scan) == nil)
    #expect(open.basis == .synced && open.best == scan.wallMilliseconds && !open.isAbout)
    let (earliest, latest) = (try #require(open.earliest), try #require(open.latest))
    #expect((earliest...latest).contains(truth))
    #expect(latest - earliest <= 519_000, "100 millionths of a month to each side")
    #expect(closed.basis == .synced && abs(closed.best - truth) <= 1_000)
  }

  @Test(arguments: [false, true])
  func `a receipt's clock with no answer in its start is believed with its own error`(
    isSettling: Bool
  ) throws {
    let timeline = Timeline(
      marks: [sync(boot: 1, 0, Self.morning), sync(boot: 3, 0, Self.morning + 9 * Self.day)],
      lengths: [], isSettling: isSettling)
    let claim = Self.morning + Self.day

    let fresh = timeline.time(of: reading(boot: 2, Self.minute, claims: claim, .receipt))
    let old = timeline.time(of: reading(boot: 2, 5 * Self.day, claims: claim, .receipt))
    let wild = timeline.time(of: reading(boot: 2, -Self.day, claims: claim, .receipt))

    #expect(fresh.basis == .synced && fresh.best == claim && !fresh.isAbout)
    #expect(fresh.earliest == claim - 60_007 && fresh.latest == claim + 60_007)
    #expect(old.earliest == claim - 103_201 && old.latest == claim + 103_201)
    #expect(wild.earliest == claim - 60_000)
  }

  @Test
  func `where a mark settles what follows, a receipt's clock learns nothing from a later one`() {
    let scan = reading(Self.hour, claims: Self.morning, .receipt)
    func time(_ moments: [Int64]) -> CorrectedTime {
      Timeline(
        marks: moments.map { sync($0, Self.morning - Self.hour + $0) }, lengths: [],
        isSettling: true
      ).time(of: scan)
    }

    #expect(time([2 * Self.hour]) == time([]), "a row is the same, whenever the answer came")
    #expect(time([Self.minute, 2 * Self.hour]) == time([Self.minute]))
    #expect(time([Self.minute]).best == Self.morning)
    #expect((time([Self.minute]).latest ?? .max) - Self.morning < 1_000)
  }

  @Test func `marks that contradict each other leave open what lies between them`() {
    let timeline = Timeline(
      marks: [sync(0, Self.morning + Self.day), sync(Self.minute, Self.morning)], lengths: [])

    let time = timeline.time(of: reading(Self.minute, claims: 0))

    #expect((time.earliest ?? .max) <= Self.morning + 1_000)
    #expect((time.latest ?? .min) >= Self.morning + Self.day)
    #expect(time.isAbout)
  }

  @Test func `numbers from a hostile log do no harm`() {
    let most = Int64(1) << 53 - 1
    let wild = (1...2_000).map { boot in
      BootLength(boot: boot, milliseconds: most)
    }
    let timeline = Timeline(
      marks: [
        .sync(boot: 0, bootMilliseconds: -most, server: most, roundTrip: most),
        .network(boot: 5, bootMilliseconds: most, wall: -most),
        TimeMark(boot: 7, bootMilliseconds: most, word: most),
      ], lengths: wild)

    for boot in [0, 5, 7, 1_999, most, -most] as [Int64] {
      for moment in [-most, 0, most] {
        for quality in ClockQuality.allCases {
          let time = timeline.time(of: reading(boot: boot, moment, claims: -most, quality))
          #expect((time.earliest ?? .min) <= (time.latest ?? .max))
        }
      }
    }
  }

  @Test func `without any mark the claim is all there is`() {
    let time = Timeline(marks: [], lengths: []).time(of: reading(5, claims: 7, .restoredFloor))

    #expect(time.best == 7)
    #expect(time.basis == .claimed)
    #expect(time.earliest == nil && time.latest == nil)
    #expect(time.isAbout)
  }
}
