import Centre
import Evidence
import Testing

/// Session choice and self-study as one complete table: what a known person who named no session is led
/// to, from whatever is open and whatever the clock says.
@Suite struct SessionChoiceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let open: [CheckIn.Candidate]
    var wall = noon
    var quality = ClockQuality.networkTime
    let expected: CheckIn.Decision
    var testDescription: String { name }
  }

  private static let hour: Int64 = 3_600_000
  private static let midnight = Day(daysSince1970: 20_541).startMilliseconds
  private static let noon = midnight + 12 * hour

  private static func session(
    _ id: Int64, end: Int64 = noon + hour, visit: CheckIn.Visit? = nil
  ) -> CheckIn.Candidate {
    CheckIn.Candidate(sessionId: id, endMilliseconds: end, visit: visit)
  }

  private static func visit(
    _ id: Int64, at time: Int64 = noon - hour, out: Int64? = nil
  ) -> CheckIn.Visit {
    CheckIn.Visit(id: id, inMilliseconds: time, outMilliseconds: out)
  }

  static let cases: [Case] = [
    Case(name: "nothing is open: self-study", open: [], expected: .selfStudy),
    Case(name: "one is open", open: [session(1)], expected: .enter(sessionId: 1)),
    Case(
      name: "two overlap: a choice", open: [session(1), session(2)],
      expected: .choose(sessionIds: [1, 2])),
    Case(
      name: "three are open, one attended and left: a choice of the others",
      open: [session(1, visit: visit(9, out: noon)), session(2), session(3)],
      expected: .choose(sessionIds: [2, 3])),
    Case(
      name: "two overlap and the person is in one: a repeat, not a choice",
      open: [session(1, visit: visit(9)), session(2)],
      expected: .alreadyIn(sessionId: 1, visit(9))),
    Case(
      name: "attended one and left: the other is taken silently",
      open: [session(1, visit: visit(9, out: noon)), session(2)], expected: .enter(sessionId: 2)),
    Case(
      name: "attended one that is past its end: the other is taken silently",
      open: [session(1, end: noon - 1, visit: visit(9)), session(2)],
      expected: .enter(sessionId: 2)),
    Case(
      name: "the only one was attended and is past its end: a repeat, so that one may leave",
      open: [session(1, end: noon - 1, visit: visit(9))],
      expected: .alreadyIn(sessionId: 1, visit(9))),
    Case(
      name: "the only one was attended and left: a repeat",
      open: [session(1, visit: visit(9, out: noon))],
      expected: .alreadyIn(sessionId: 1, visit(9, out: noon))),
    Case(
      name: "both were attended: the later one is answered",
      open: [
        session(1, visit: visit(9, out: noon)),
        session(2, visit: visit(8, at: noon - 2 * hour, out: noon - hour)),
      ], expected: .alreadyIn(sessionId: 1, visit(9, out: noon))),
    Case(
      name: "forgotten open half a day ago, on the same day: still taken",
      open: [session(1, end: noon - 5 * hour)], wall: noon + 7 * hour,
      expected: .enter(sessionId: 1)),
    Case(
      name: "forgotten open for more than half a day: self-study",
      open: [session(1, end: noon - 5 * hour)], wall: noon + 7 * hour + 1, expected: .selfStudy),
    Case(
      name: "an evening's class that goes on through the night: taken until four",
      open: [session(1, end: midnight - 2 * hour)], wall: midnight + 4 * hour,
      expected: .enter(sessionId: 1)),
    Case(
      name: "an evening's class forgotten open: the early morning is self-study",
      open: [session(1, end: midnight - 2 * hour)], wall: midnight + 4 * hour + 1,
      expected: .selfStudy),
    Case(
      name: "an evening's class forgotten open with the person in it: a new visit, no check-out",
      open: [session(1, end: midnight - 2 * hour, visit: visit(9, at: midnight - 5 * hour))],
      wall: midnight + 8 * hour, expected: .selfStudy),
    Case(
      name: "a class that ended after midnight: the morning is self-study",
      open: [session(1, end: midnight + hour / 2)], wall: midnight + 8 * hour,
      expected: .selfStudy),
    Case(
      name: "a class that ends late in the night: three hours are left to it",
      open: [session(1, end: midnight + 2 * hour)], wall: midnight + 5 * hour,
      expected: .enter(sessionId: 1)),
    Case(
      name: "a class that ends late in the night, three hours after: self-study",
      open: [session(1, end: midnight + 2 * hour)], wall: midnight + 5 * hour + 1,
      expected: .selfStudy),
    Case(
      name: "a class that ends at dawn has its half day",
      open: [session(1, end: midnight + 4 * hour)], wall: midnight + 16 * hour,
      expected: .enter(sessionId: 1)),
    Case(
      name: "forgotten open yesterday with the person in it: a new visit, no check-out",
      open: [session(1, end: noon - 20 * hour, visit: visit(9, at: noon - 22 * hour))],
      expected: .selfStudy),
    Case(
      name: "forgotten open yesterday beside today's: today's is taken silently",
      open: [session(1, end: noon - 20 * hour), session(2)], expected: .enter(sessionId: 2)),
    Case(
      name: "the clock was never set: everything that is open counts",
      open: [session(1, end: noon - 20 * hour)], quality: .unset, expected: .enter(sessionId: 1)),
    Case(
      name: "the clock was never set and two are open: a choice",
      open: [session(1, end: noon - 20 * hour), session(2)], quality: .unset,
      expected: .choose(sessionIds: [1, 2])),
    Case(
      name: "the clock stands at its floor: it is believed",
      open: [session(1, end: noon - 20 * hour)], quality: .restoredFloor, expected: .selfStudy),
    Case(
      name: "over midnight the evening's session goes on",
      open: [session(1, end: midnight + hour)], wall: midnight + 1,
      expected: .enter(sessionId: 1)),
    Case(
      name: "over midnight a repeat in the evening's session is one",
      open: [session(1, end: midnight + hour, visit: visit(9, at: midnight - hour))],
      wall: midnight + 1, expected: .alreadyIn(sessionId: 1, visit(9, at: midnight - hour))),
    Case(
      name: "the clock fell back before the session: it is open all the same",
      open: [session(1)], wall: midnight - 400 * 24 * hour, expected: .enter(sessionId: 1)),
  ]

  @Test(arguments: cases)
  func `what is open and the clock decide`(_ item: Case) {
    let now = ClockReading(
      boot: 1, bootMilliseconds: 1, wallMilliseconds: item.wall, quality: item.quality)

    let decision = CheckIn.decide(
      open: CheckIn.current(item.open, now: now), nowMilliseconds: item.wall)

    #expect(decision == item.expected)
  }

  @Test func `a session that was chosen twice is one visit`() {
    let first = Self.session(1)
    let then = Self.session(1, visit: Self.visit(9))

    #expect(CheckIn.decide(chosen: first) == .enter(sessionId: 1))
    #expect(CheckIn.decide(chosen: then) == .alreadyIn(sessionId: 1, Self.visit(9)))
  }

  @Test(arguments: Session.State.allCases, CheckInSource.allCases)
  func `a session closed while choosing takes nobody but from staff`(
    _ state: Session.State, _ source: CheckInSource
  ) {
    let expected =
      switch state {
      case .planned: false
      case .open: true
      case .closed: source == .roll || source == .paper
      }

    #expect(CheckIn.takes(state, from: source) == expected)
  }

  @Test(arguments: CheckInSource.allCases)
  func `only what was read from a card is a scan`(_ source: CheckInSource) {
    #expect(source.isScan == [.wedge, .serial, .camera].contains(source))
  }
}
