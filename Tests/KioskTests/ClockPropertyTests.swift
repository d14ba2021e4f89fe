import Centre
import Evidence
import Store
import Testing

@testable import Kiosk

/// Random lives of a board without a battery: starts, steps of its wall clock, a quartz that runs wrong,
/// restarts of the service, talks with the province over lines of any speed.
@Suite struct ClockPropertyTests {
  @Test func `whatever the clocks do, the truth lies in the interval and no wild time is trusted`()
    throws
  {
    let seed = UInt64.random(in: 0 ... .max)
    print("ClockPropertyTests seed \(seed)")
    for round in 0..<8 as Range<UInt64> {
      var life = try Life(random: Seeded(state: seed &+ round))
      for step in 0..<40 {
        try life.act()
        let place = "seed \(seed), round \(round), step \(step)"
        let now = try life.bed.now
        if now.quality.isTrusted {
          #expect(now.quality == .receipt, "\(place)")
          #expect(abs(now.wallMilliseconds - life.bed.truth) <= 65_000, "\(place)")
        }
      }
      for (seq, time) in try life.bed.desk.store.times(of: Array(life.truths.keys)) {
        let truth = life.truths[seq] ?? 0
        let place = "seed \(seed), round \(round), event \(seq)"
        #expect((time.earliest ?? .min) <= truth && truth <= (time.latest ?? .max), "\(place)")
        if time.basis == .synced { #expect(abs(time.best - truth) <= 65_000, "\(place)") }
      }
    }
  }

  private struct Life {
    let bed: ClockBed
    let province: ClockProvince
    var truths: [Int64: Int64] = [:]
    private var random: Seeded
    private var names = 0

    init(random: Seeded) throws {
      self.random = random
      bed = try ClockBed(wall: 0)
      province = try ClockProvince(bed)
    }

    mutating func act() throws {
      pass(seconds: draw(0, 9_000))
      switch draw(0, 9) {
      case 0: try bed.reboot(offSeconds: draw(0, 400_000), wall: wildWall())
      case 1: try bed.restart()
      case 2, 3:
        let wall = wildWall()
        bed.set { $0.wallMilliseconds = wall }
        try bed.desk.lookAtClock()
      case 4, 5:
        let travel = draw(1, 12_000)
        let losesReceipts = draw(0, 3) == 0
        province.change {
          $0.travelMilliseconds = travel
          $0.losesReceipts = losesReceipts
        }
        try province.sync()
      default:
        names += 1
        let name = String(repeating: "an", count: names % 9 + 1)
        truths[try bed.scan("Người \(name)")] = bed.truth
      }
    }

    /// Time passes; the quartz of the board is off by up to 90 millionths.
    private mutating func pass(seconds: Int64) {
      let drift = seconds * draw(-90, 90) / 1_000
      bed.wait(seconds: seconds)
      bed.set { $0.truth += drift }
    }

    private mutating func wildWall() -> Int64 {
      draw(0, 1) == 0 ? draw(0, 9_000_000) : bed.truth + draw(-4_000, 4_000) * ClockBed.day
    }

    private mutating func draw(_ least: Int64, _ most: Int64) -> Int64 {
      Int64.random(in: least...most, using: &random)
    }
  }

  /// A small seeded generator (SplitMix64, Steele et al. 2014), so that a failure can be run again.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }
}
