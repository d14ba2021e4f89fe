import Centre
import Evidence
import Testing

@Suite struct CheckInTests {
  private func session(
    _ id: Int64, end: Int64 = 1000, visit: CheckIn.Visit? = nil
  ) -> CheckIn.Candidate {
    CheckIn.Candidate(sessionId: id, endMilliseconds: end, visit: visit)
  }

  private func visit(_ id: Int64, at time: Int64 = 10, out: Int64? = nil) -> CheckIn.Visit {
    CheckIn.Visit(id: id, inMilliseconds: time, outMilliseconds: out)
  }

  @Test func `exactly one open session is taken silently`() {
    #expect(CheckIn.decide(open: [session(1)], nowMilliseconds: 0) == .enter(sessionId: 1))
  }

  @Test func `no open session gives self-study`() {
    #expect(CheckIn.decide(open: [], nowMilliseconds: 0) == .selfStudy)
  }

  @Test func `several open sessions are a choice`() {
    let decision = CheckIn.decide(open: [session(1), session(2)], nowMilliseconds: 0)

    #expect(decision == .choose(sessionIds: [1, 2]))
  }

  @Test func `a repeat is answered with the visit, also when several are open`() {
    let visit = visit(7)
    let open = [session(1), session(2, visit: visit)]

    #expect(
      CheckIn.decide(open: open, nowMilliseconds: 20) == .alreadyIn(sessionId: 2, visit))
    #expect(
      CheckIn.decide(chosen: session(2, visit: visit)) == .alreadyIn(sessionId: 2, visit))
  }

  @Test func `who left, or whose session is over, may go to the next one`() {
    let left = [session(1), session(2, visit: visit(7, out: 15))]
    let over = [session(1), session(2, end: 100, visit: visit(7))]

    #expect(CheckIn.decide(open: left, nowMilliseconds: 20) == .enter(sessionId: 1))
    #expect(CheckIn.decide(open: over, nowMilliseconds: 200) == .enter(sessionId: 1))
  }

  @Test func `who was at all of them hears of the latest`() {
    let early = visit(3, at: 10, out: 20)
    let late = visit(4, at: 30, out: 40)
    let open = [session(1, visit: late), session(2, visit: early)]

    #expect(CheckIn.decide(open: open, nowMilliseconds: 50) == .alreadyIn(sessionId: 1, late))
  }

  @Test func `a session forgotten open does not catch the next morning's check-in`() {
    let end = Day(daysSince1970: 20_000).startMilliseconds + 20 * 3_600_000
    let open = [session(1, end: end)]
    let nextMorning = clock(end + 12 * 3_600_000 + 1)

    #expect(CheckIn.current(open, now: clock(end + 3_600_000)) == open)
    #expect(CheckIn.current(open, now: nextMorning).isEmpty)
    #expect(CheckIn.current(open, now: clock(end + 1_000_000_000, .unset)) == open)
  }

  @Test func `within one boot undo counts boot time, whatever the wall clock does`() {
    let then = ClockReading(
      boot: 3, bootMilliseconds: 1000, wallMilliseconds: 0, quality: .unset)
    var now = ClockReading(
      boot: 3, bootMilliseconds: 11_000, wallMilliseconds: 1_795_000_000_000, quality: .networkTime)

    #expect(Undo.isInTime(then: then, now: now, withinSeconds: 10))
    now.bootMilliseconds += 1
    #expect(!Undo.isInTime(then: then, now: now, withinSeconds: 10))
    now.boot = 4
    now.wallMilliseconds = 10_000
    #expect(Undo.isInTime(then: then, now: now, withinSeconds: 10))
  }

  @Test func `self-study counts its own time, never negative and never more than half a day`() {
    #expect(SelfStudy.hoursTenths(inMilliseconds: 0, outMilliseconds: 5_400_000) == 15)
    #expect(SelfStudy.hoursTenths(inMilliseconds: 0, outMilliseconds: 359_999) == 0)
    #expect(SelfStudy.hoursTenths(inMilliseconds: 10, outMilliseconds: 0) == 0)
    #expect(SelfStudy.hoursTenths(inMilliseconds: 0, outMilliseconds: 86_400_000) == 120)
  }

  private func clock(_ wall: Int64, _ quality: ClockQuality = .networkTime) -> ClockReading {
    ClockReading(boot: 1, bootMilliseconds: 0, wallMilliseconds: wall, quality: quality)
  }
}
