import Evidence
import Testing

@testable import Kiosk

@Suite struct WallEvidenceTests {
  static let year: Int64 = 366 * 86_400_000
  /// What is certain and what is likely.
  static let least: Int64 = 1_790_000_000_000
  static let floor: Int64 = 1_793_000_000_000
  static let moment: Int64 = 600_000
  /// Told five minutes ago.
  static let anchor = TimeAnchor(
    bootMilliseconds: moment - 300_000, wallMilliseconds: floor, errorMilliseconds: 1_000)
  static let anchored = floor + 300_000

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    var wall: Int64 = floor + 1
    var isSynchronized = false
    var hasBattery = false
    var person: TimeAnchor?
    var receipt: TimeAnchor?
    let believed: Int64
    let quality: ClockQuality
    let ground: WallJudgement.Ground
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "1970 without a battery", wall: 5_000, believed: floor, quality: .restoredFloor,
      ground: .behind),
    Case(
      name: "1970 with a dead battery", wall: 5_000, hasBattery: true, believed: floor,
      quality: .restoredFloor, ground: .behind),
    Case(
      name: "after the floor, no battery", believed: floor + 1, quality: .unset, ground: .unset),
    Case(
      name: "after the floor, a battery", hasBattery: true, believed: floor + 1,
      quality: .operatorSet, ground: .battery),
    Case(
      name: "a little before the floor, a battery", wall: floor - 4_000, hasBattery: true,
      believed: floor - 4_000, quality: .operatorSet, ground: .battery),
    Case(
      name: "a day before the floor, a battery", wall: floor - 86_400_000, hasBattery: true,
      believed: floor, quality: .restoredFloor, ground: .behind),
    Case(
      name: "400 days ahead, a battery", wall: floor + 400 * 86_400_000, hasBattery: true,
      believed: floor + 400 * 86_400_000, quality: .operatorSet, ground: .battery),
    Case(
      name: "ten years ahead, a battery", wall: floor + 10 * year, hasBattery: true,
      believed: floor, quality: .restoredFloor, ground: .ahead),
    Case(
      name: "ten years ahead, no battery", wall: floor + 10 * year, believed: floor,
      quality: .restoredFloor, ground: .ahead),
    Case(
      name: "network time", isSynchronized: true, believed: floor + 1, quality: .networkTime,
      ground: .network),
    Case(
      name: "network time before the likely floor, which some wild clock raised",
      wall: least + 1, isSynchronized: true, believed: least + 1, quality: .networkTime,
      ground: .network),
    Case(
      name: "network time before the program was built", wall: least - 86_400_000,
      isSynchronized: true, believed: floor, quality: .restoredFloor, ground: .behind),
    Case(
      name: "network time thirty years ahead", wall: least + 30 * year, isSynchronized: true,
      believed: floor, quality: .restoredFloor, ground: .ahead),
    Case(
      name: "a person", wall: 5_000, person: anchor, believed: anchored, quality: .operatorSet,
      ground: .person),
    Case(
      name: "a person and a clock ten years ahead", wall: floor + 10 * year, hasBattery: true,
      person: anchor, believed: anchored, quality: .operatorSet, ground: .person),
    Case(
      name: "network time before a person", isSynchronized: true, person: anchor,
      believed: floor + 1, quality: .networkTime, ground: .network),
    Case(
      name: "a receipt before a clock ten years ahead", wall: floor + 10 * year,
      hasBattery: true, receipt: anchor, believed: anchored, quality: .receipt, ground: .receipt),
    Case(
      name: "a receipt before network time that lies", wall: floor + year, isSynchronized: true,
      receipt: anchor, believed: anchored, quality: .receipt, ground: .receipt),
    Case(
      name: "a receipt with network time that agrees and is finer", wall: anchored + 700,
      isSynchronized: true, receipt: anchor, believed: anchored + 700, quality: .receipt,
      ground: .receipt),
    Case(
      name: "a receipt before a person", wall: 5_000,
      person: TimeAnchor(bootMilliseconds: moment, wallMilliseconds: 7, errorMilliseconds: 0),
      receipt: anchor, believed: anchored, quality: .receipt, ground: .receipt),
  ]

  @Test(arguments: cases)
  func `the clock is believed as far as what is known allows`(_ given: Case) {
    let evidence = WallEvidence(
      kernel: KernelReading(
        bootMilliseconds: Self.moment, wallMilliseconds: given.wall,
        isSynchronized: given.isSynchronized),
      hasBattery: given.hasBattery, least: Self.least, floor: Self.floor, person: given.person,
      receipt: given.receipt)

    #expect(
      evidence.judgement
        == WallJudgement(
          wallMilliseconds: given.believed, quality: given.quality, ground: given.ground))
  }
}

@Suite struct ClockFloorTests {
  static let built = ClockFloor.programMilliseconds + 1_000
  static let day: Int64 = 86_400_000

  private func event(_ wall: Int64, _ quality: ClockQuality) -> ClockReading {
    ClockReading(boot: 1, bootMilliseconds: 0, wallMilliseconds: wall, quality: quality)
  }

  @Test func `it rises with the time since start`() {
    let floor = ClockFloor(least: Self.built, likely: 0, bootMilliseconds: 100)

    #expect(floor.likely(bootMilliseconds: 300) == Self.built + 200)
    #expect(floor.least(bootMilliseconds: 300) == Self.built + 200)
  }

  @Test func `a build date of 1970 does not lower it below the program's first year`() {
    let floor = ClockFloor(least: 0, likely: 0, bootMilliseconds: 0)

    #expect(floor.likely(bootMilliseconds: 0) == ClockFloor.programMilliseconds)
  }

  @Test func `an event raises what is likely only when its clock was somehow known`() {
    for (quality, isTaken) in zip(ClockQuality.allCases, [false, true, true, true, true]) {
      var floor = ClockFloor(least: Self.built, likely: 0, bootMilliseconds: 0)
      floor.learn(
        event: event(Self.built + Self.day, quality), receiptSeconds: nil, bootMilliseconds: 0)

      let likely = floor.likely(bootMilliseconds: 0)
      #expect((likely == Self.built + Self.day) == isTaken, "\(quality)")
      #expect(floor.least(bootMilliseconds: 0) == Self.built)
    }
  }

  @Test func `a wild event does not poison it`() {
    var floor = ClockFloor(
      least: Self.built, likely: Self.built + 3_650 * Self.day, bootMilliseconds: 0)
    floor.learn(
      event: event(Self.built + 3_650 * Self.day, .networkTime), receiptSeconds: nil,
      bootMilliseconds: 0)

    #expect(floor.likely(bootMilliseconds: 0) == Self.built)
  }

  @Test func `a receipt takes back what clocks had claimed, and an earlier receipt too`() {
    var floor = ClockFloor(
      least: Self.built, likely: Self.built + 900 * Self.day, bootMilliseconds: 0)
    floor.learn(
      event: nil, receiptSeconds: (Self.built + 800 * Self.day) / 1_000, bootMilliseconds: 0)

    floor.follow(receipt: Self.built + 30 * Self.day, bootMilliseconds: 50)

    #expect(floor.likely(bootMilliseconds: 50) == Self.built + 30 * Self.day)
    #expect(floor.least(bootMilliseconds: 50) == Self.built + 30 * Self.day)
  }

  @Test func `a person moves what is likely, but not before what is certain`() {
    var floor = ClockFloor(
      least: Self.built, likely: Self.built + 900 * Self.day, bootMilliseconds: 0)

    floor.follow(person: Self.built + Self.day, bootMilliseconds: 0)
    #expect(floor.likely(bootMilliseconds: 0) == Self.built + Self.day)
    floor.follow(person: 5, bootMilliseconds: 0)
    #expect(floor.likely(bootMilliseconds: 0) == Self.built)
  }
}
