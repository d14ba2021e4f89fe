import Evidence

/// The earliest time that it can be, as a value that rises with the time since start.
///
/// Two floors: `least` rests on the program's build and on the province's signature and is certain;
/// `likely` also on the last event. A time that nobody vouches for raises the likely floor only
/// within a battery clock's reach of the certain one, and a receipt or a person lowers it again: so a
/// wild clock poisons nothing for ever.
struct ClockFloor: Equatable, Sendable {
  /// The program was not written before 1 January 2025.
  static let programMilliseconds: Int64 = 1_735_664_400_000

  private var bootMilliseconds: Int64
  private var least: Int64
  private var likely: Int64

  /// A floor that holds from `bootMilliseconds` on.
  /// - Parameters:
  ///   - least: what is certain, milliseconds since 1970.
  ///   - likely: what the last run had reached.
  init(least: Int64, likely: Int64, bootMilliseconds: Int64) {
    self.bootMilliseconds = bootMilliseconds
    self.least = max(least, Self.programMilliseconds)
    self.likely = self.least
    raise(likely: likely, bootMilliseconds: bootMilliseconds)
  }

  /// The certain floor at a moment.
  func least(bootMilliseconds moment: Int64) -> Int64 { least + passed(moment) }

  /// The likely floor at a moment.
  func likely(bootMilliseconds moment: Int64) -> Int64 { likely + passed(moment) }

  /// Learns what the store can vouch for: the last receipt, and the last event as far as its clock was
  /// to be believed.
  mutating func learn(event: ClockReading?, receiptSeconds: Int64?, bootMilliseconds moment: Int64)
  {
    advance(to: moment)
    least = max(least, (receiptSeconds ?? 0) * 1_000)
    likely = max(likely, least)
    guard let event, event.quality != .unset else { return }
    raise(likely: event.wallMilliseconds, bootMilliseconds: moment)
  }

  /// Learns the time from a receipt that was signed just now; an earlier receipt that ran ahead of it
  /// came from a clock that was wrong.
  mutating func follow(receipt wall: Int64, bootMilliseconds moment: Int64) {
    advance(to: moment)
    least = max(wall, Self.programMilliseconds)
    likely = least
  }

  /// Learns the time from a person at the desk.
  mutating func follow(person wall: Int64, bootMilliseconds moment: Int64) {
    advance(to: moment)
    likely = max(wall, least)
  }

  private mutating func raise(likely wall: Int64, bootMilliseconds moment: Int64) {
    advance(to: moment)
    guard wall <= least + WallEvidence.batteryReachMilliseconds else { return }
    likely = max(likely, wall)
  }

  private mutating func advance(to moment: Int64) {
    let passed = passed(moment)
    least += passed
    likely += passed
    bootMilliseconds += passed
  }

  private func passed(_ moment: Int64) -> Int64 { max(0, moment - bootMilliseconds) }
}
