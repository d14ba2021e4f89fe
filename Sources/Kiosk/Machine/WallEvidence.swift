package import Evidence

/// Everything that says what time it is, and the judgement of it: pure, so that each case stands in a
/// table of tests.
struct WallEvidence: Equatable {
  /// How far before the floor a clock that somebody set may stand: clocks differ by a little.
  static let toleranceMilliseconds: Int64 = 5_000
  /// How far ahead of what is certain a battery's clock is believed: longer than a kiosk is away
  /// (400 days) or its program without an update, shorter than a wild clock is off.
  static let batteryReachMilliseconds: Int64 = 5 * 366 * 86_400_000
  /// How far ahead network time is believed: longer than a kiosk lasts.
  static let networkReachMilliseconds: Int64 = 20 * 366 * 86_400_000

  /// What the kernel shows.
  var kernel: KernelReading
  /// Whether the machine keeps the time while it has no power.
  var hasBattery: Bool
  /// What is certain: it is not before the program was built, nor before the last receipt was signed.
  var least: Int64
  /// What is likely: not before the last event either. Never before `least`.
  var floor: Int64
  /// What a person set in this start of the machine.
  var person: TimeAnchor?
  /// What a receipt of the province told in this start of the machine.
  var receipt: TimeAnchor?

  /// The time that is believed, and why.
  var judgement: WallJudgement {
    let wall = kernel.wallMilliseconds
    if let receipt { return told(by: receipt) }
    if kernel.isSynchronized, isWithin(Self.networkReachMilliseconds, from: least) {
      return WallJudgement(wallMilliseconds: wall, quality: .networkTime, ground: .network)
    }
    if let person {
      let time = person.wall(atBootMilliseconds: kernel.bootMilliseconds)
      return WallJudgement(wallMilliseconds: time, quality: .operatorSet, ground: .person)
    }
    guard wall >= floor - Self.toleranceMilliseconds else { return onlyFloor(.behind) }
    guard wall <= least + Self.batteryReachMilliseconds else { return onlyFloor(.ahead) }
    return WallJudgement(
      wallMilliseconds: wall, quality: hasBattery ? .operatorSet : .unset,
      ground: hasBattery ? .battery : .unset)
  }

  /// The receipt's time. Network time that agrees with it is finer than a second and takes its place.
  private func told(by receipt: TimeAnchor) -> WallJudgement {
    let time = receipt.wall(atBootMilliseconds: kernel.bootMilliseconds)
    let error = receipt.error(atBootMilliseconds: kernel.bootMilliseconds)
    let agrees = kernel.isSynchronized && abs(kernel.wallMilliseconds - time) <= error
    return WallJudgement(
      wallMilliseconds: agrees ? kernel.wallMilliseconds : time, quality: .receipt,
      ground: .receipt)
  }

  private func isWithin(_ reach: Int64, from least: Int64) -> Bool {
    kernel.wallMilliseconds >= least - Self.toleranceMilliseconds
      && kernel.wallMilliseconds <= least + reach
  }

  private func onlyFloor(_ ground: WallJudgement.Ground) -> WallJudgement {
    WallJudgement(wallMilliseconds: floor, quality: .restoredFloor, ground: ground)
  }
}

/// The time that is believed.
package struct WallJudgement: Equatable, Sendable {
  /// Why this time; the raw value is the last part of the phrase's key.
  package enum Ground: String, CaseIterable, Sendable {
    /// The province signed it.
    case receipt
    /// A time server steers the clock.
    case network
    /// A person set it at the desk.
    case person
    /// The machine's battery kept it.
    case battery
    /// The machine has no battery, and nobody has set the clock.
    case unset
    /// The machine's clock stands before what is known already.
    case behind
    /// The machine's clock is too far ahead of what is known.
    case ahead
  }

  /// The time, milliseconds since 1970.
  package let wallMilliseconds: Int64
  /// How far to believe it.
  package let quality: ClockQuality
  /// Why.
  package let ground: Ground
}
