import Evidence
import Testing

@testable import Centre

/// Random lives of a kiosk: starts, a quartz that runs wrong, answers of the province with a round
/// trip, spells of network time, receipts, and a wall clock that claims anything.
@Suite struct TimelinePropertyTests {
  @Test func `the true time lies within the interval, and closely where there was an answer`()
    throws
  {
    let seed = UInt64.random(in: 0 ... .max)
    print("TimelinePropertyTests seed \(seed)")
    for round in 0..<300 as Range<UInt64> {
      var life = Life(random: SplitMix(state: seed &+ round))
      life.run()
      let timeline = Timeline(marks: life.marks, lengths: life.lengths)
      for event in life.events {
        let time = timeline.time(of: event.reading)
        let place = "seed \(seed), round \(round), \(event.reading)"
        #expect((time.earliest ?? .min) <= event.truth, "\(place)")
        #expect((time.latest ?? .max) >= event.truth, "\(place)")
        if let bound = life.bound(of: event) {
          #expect(time.basis == .synced, "\(place)")
          let (earliest, latest) = (try #require(time.earliest), try #require(time.latest))
          #expect(latest - earliest <= 2 * bound + Life.rounding, "\(place)")
          #expect(abs(time.best - event.truth) <= 2 * bound + Life.rounding, "\(place)")
        }
      }
    }
  }
}

private struct Life {
  struct Event {
    let reading: ClockReading
    let truth: Int64
  }

  var random: SplitMix
  var marks: [TimeMark] = []
  var lengths: [BootLength] = []
  var events: [Event] = []
  /// A bound that is carried from mark to mark loses a millisecond at each.
  static let rounding: Int64 = 120

  /// Per start: the moments of the answers with their round trips.
  private var answers: [Int64: [(moment: Int64, roundTrip: Int64)]] = [:]
  private var truth: Int64 = 1_793_581_200_000

  init(random: SplitMix) { self.random = random }

  mutating func run() {
    for boot in 1...draw(1, 8) {
      truth += draw(0, 40 * 86_400_000)
      start(boot)
    }
  }

  /// Half of what an interval may be wide: half the round trip, and the drift since the answer.
  func bound(of event: Event) -> Int64? {
    answers[event.reading.boot]?.map { answer in
      let away = abs(event.reading.bootMilliseconds - answer.moment)
      return answer.roundTrip / 2 + away * Timeline.driftPerMillion / 1_000_000 + 1
    }.min()
  }

  private mutating func start(_ boot: Int64) {
    let began = truth
    let drift = draw(-90, 90)
    var moment: Int64 = 0
    var wrong = draw(-400, 4_000) * 86_400_000
    let hasAnswers = draw(0, 2) > 0
    for _ in 0..<draw(1, 25) {
      moment += draw(0, 2) == 0 ? draw(0, 5_000) : draw(0, 6 * 3_600_000)
      truth = began + moment + moment * drift / 1_000_000
      if draw(0, 9) == 0 { wrong = draw(-400, 4_000) * 86_400_000 }
      let wall = truth + wrong
      events.append(
        Event(
          reading: ClockReading(
            boot: boot, bootMilliseconds: moment, wallMilliseconds: wall, quality: .unset),
          truth: truth))
      mark(boot, moment, hasAnswers)
    }
    lengths.append(BootLength(boot: boot, milliseconds: moment))
  }

  private mutating func mark(_ boot: Int64, _ moment: Int64, _ hasAnswers: Bool) {
    switch draw(0, 9) {
    case 0 where hasAnswers:
      let roundTrip = draw(1, 8_000)
      let server = truth - draw(0, roundTrip)
      answers[boot, default: []].append((moment, roundTrip))
      marks.append(
        .sync(boot: boot, bootMilliseconds: moment, server: server, roundTrip: roundTrip))
    case 1:
      marks.append(
        TimeMark(boot: boot, bootMilliseconds: moment, latest: truth + draw(0, 9_000_000)))
    case 2:
      marks.append(
        TimeMark(boot: boot, bootMilliseconds: moment, earliest: truth - draw(0, 9_000_000)))
    case 3 where hasAnswers:
      marks.append(
        .network(boot: boot, bootMilliseconds: moment, wall: truth + draw(-15_000, 15_000)))
    case 4:
      marks.append(
        TimeMark(boot: boot, bootMilliseconds: moment, word: truth + draw(-99, 99) * 60_000))
    default: break
    }
  }

  private mutating func draw(_ least: Int64, _ most: Int64) -> Int64 {
    Int64.random(in: least...most, using: &random)
  }
}
