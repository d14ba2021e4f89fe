import Centre
package import Evidence
import Synchronization

/// Judges what time it is from the kernel's clocks and from what this start of the machine has learnt,
/// and keeps what was learnt in the data directory. It never sets the system's clock.
///
/// May be used from any thread.
package final class Timekeeper: Sendable {
  /// A step of the kernel's wall clock.
  package struct Jump: Equatable, Sendable {
    /// The wall time that was expected, milliseconds since 1970.
    package let expectedMilliseconds: Int64
    /// How far the clock stands from it.
    package let differenceMilliseconds: Int64
  }

  /// Two looks at the clock that differ by more have a step between them.
  package static let jumpMilliseconds: Int64 = 300_000
  /// A receipt's time is taken when it is at least so sure.
  static let receiptErrorMilliseconds = TimeMark.receiptErrorMilliseconds
  /// A receipt replaces the one held when it is surer by so much: no file is written for less.
  private static let gainMilliseconds: Int64 = 250

  private struct State {
    var record: BootRecord
    var file: ClockFile
    var floor: ClockFloor
    var offsetMilliseconds: Int64?
    /// The same of the time that is believed; nil when whoever moved it has told so.
    var believedOffsetMilliseconds: Int64?
  }

  private let kernel: KernelClock
  private let hasBattery: Bool
  private let directory: String
  private let state: Mutex<State>
  private let looking = Mutex(())

  /// A timekeeper over the data directory `directory`; counts the start of the machine there.
  /// - Throws: `FileError`.
  init(directory: String, kernel: KernelClock, hasBattery: Bool) throws(FileError) {
    let record = try BootRecord.current(in: directory, kernelID: kernel.bootID)
    let file = ClockFile(directory: directory, kernelID: kernel.bootID)
    let floor = ClockFloor(
      least: kernel.builtMilliseconds, likely: record.floorMilliseconds,
      bootMilliseconds: kernel.read().bootMilliseconds)
    self.kernel = kernel
    self.hasBattery = hasBattery
    self.directory = directory
    state = Mutex(
      State(record: record, file: file, floor: floor, offsetMilliseconds: file.offsetMilliseconds))
  }

  /// What the clock says now.
  package func reading() -> ClockReading {
    let now = kernel.read()
    return state.withLock { state in
      let judgement = evidence(state, now).judgement
      return ClockReading(
        boot: state.record.boot, bootMilliseconds: now.bootMilliseconds,
        wallMilliseconds: judgement.wallMilliseconds, quality: judgement.quality)
    }
  }

  /// What the machine believes now, and why.
  package func judgement() -> WallJudgement {
    let now = kernel.read()
    return state.withLock { evidence($0, now).judgement }
  }

  /// The times to which a person may set the clock now.
  package func settable() -> ClosedRange<Int64> {
    let now = kernel.read().bootMilliseconds
    let least = state.withLock { $0.floor.least(bootMilliseconds: now) }
    return least...(least + WallEvidence.batteryReachMilliseconds)
  }

  /// Whether a receipt told the time in this start of the machine.
  var hasReceipt: Bool { state.withLock { $0.file.receipt != nil } }

  // MARK: Learning

  /// Learns what the store can vouch for. A store that knows more starts of the machine than this
  /// folder came from another one: the count goes on after it.
  func learn(event: ClockReading?, receiptSeconds: Int64?) throws(FileError) {
    let moment = kernel.read().bootMilliseconds
    let record = state.withLock { state -> BootRecord? in
      state.floor.learn(event: event, receiptSeconds: receiptSeconds, bootMilliseconds: moment)
      guard let event, Self.isFromElsewhere(event, state.record.boot, moment) else { return nil }
      state.record.boot = event.boot + 1
      return state.record
    }
    try record?.write(to: directory)
  }

  private static func isFromElsewhere(
    _ event: ClockReading, _ boot: Int64, _ moment: Int64
  ) -> Bool {
    event.boot > boot || (event.boot == boot && event.bootMilliseconds > moment)
  }

  /// Takes the time that a person set, milliseconds since 1970.
  /// - Throws: `FileError`; the time is then set until the service ends.
  func set(byPerson wall: Int64) throws(FileError) {
    let moment = kernel.read().bootMilliseconds
    let state = self.state.withLock { state in
      state.file.person = TimeAnchor(
        bootMilliseconds: moment, wallMilliseconds: wall, errorMilliseconds: 60_000)
      state.floor.follow(person: wall, bootMilliseconds: moment)
      state.believedOffsetMilliseconds = nil
      state.record.floorMilliseconds = wall
      return state
    }
    try write(state)
  }

  /// Takes the time of a receipt that the province signed between two moments of this start: after the
  /// last event that it covers was made, because its root could not have been known before, and before
  /// it arrived. So an old receipt that comes again can do nothing: its moments lie far apart.
  /// - Returns: whether it was taken.
  /// - Throws: `FileError`; the time is then known until the service ends.
  func take(
    receiptSeconds: Int64, after made: Int64, before arrived: Int64
  ) throws(FileError) -> Bool {
    let signed = receiptSeconds * 1_000 + 500
    let half = (arrived - made) / 2
    let error = half + 500
    guard made <= arrived, error <= Self.receiptErrorMilliseconds,
      signed >= ClockFloor.programMilliseconds
    else { return false }
    let anchor = TimeAnchor(
      bootMilliseconds: made + half, wallMilliseconds: signed, errorMilliseconds: error)
    let state = self.state.withLock { state -> State? in
      if let held = state.file.receipt, !Self.isBetter(anchor, than: held) { return nil }
      state.file.receipt = anchor
      let wall = anchor.wall(atBootMilliseconds: arrived)
      state.floor.follow(receipt: wall, bootMilliseconds: arrived)
      state.believedOffsetMilliseconds = nil
      state.record.floorMilliseconds = wall
      return state
    }
    guard let state else { return false }
    try write(state)
    return true
  }

  /// Surer than the one held with its drift, or in contradiction to it: then the province's clock was
  /// mended, and the younger signature holds.
  private static func isBetter(_ new: TimeAnchor, than held: TimeAnchor) -> Bool {
    let moment = new.bootMilliseconds
    let error = held.error(atBootMilliseconds: moment)
    let apart = abs(new.wallMilliseconds - held.wall(atBootMilliseconds: moment))
    return new.errorMilliseconds + gainMilliseconds < error
      || apart > error + new.errorMilliseconds
  }

  // MARK: Looking

  /// Looks whether the kernel's wall clock was stepped since the last look, also when the service was
  /// restarted in between.
  /// - Parameter note: records a step; when it throws, the step is seen again at the next look.
  package func look(_ note: (Jump) throws -> Void) throws {
    // Two workers look; a step must be noted once.
    try looking.withLock { _ in
      let now = kernel.read()
      let offset = now.wallMilliseconds - now.bootMilliseconds
      let known = state.withLock { $0.offsetMilliseconds }
      if let known, abs(offset - known) > Self.jumpMilliseconds {
        try note(
          Jump(
            expectedMilliseconds: known + now.bootMilliseconds,
            differenceMilliseconds: offset - known))
      }
      try keep(offset)
    }
  }

  /// Remembers where the kernel's wall clock stands; on disk only after a real move.
  private func keep(_ offset: Int64) throws(FileError) {
    let state = self.state.withLock { state -> State? in
      state.offsetMilliseconds = offset
      let written = state.file.offsetMilliseconds
      if let written, abs(offset - written) <= Self.jumpMilliseconds / 4 { return nil }
      state.file.offsetMilliseconds = offset
      return state
    }
    if let state { try write(state) }
  }

  /// How far the time that is believed has moved by itself since this was last asked, as when network
  /// time arrives: 0 at first, and after a person or a receipt moved it.
  func drift() -> Int64 {
    let now = kernel.read()
    return state.withLock { state in
      let offset = evidence(state, now).judgement.wallMilliseconds - now.bootMilliseconds
      defer { state.believedOffsetMilliseconds = offset }
      return offset - (state.believedOffsetMilliseconds ?? offset)
    }
  }

  /// Writes down the time, so that a board without a battery starts no earlier next time.
  func saveFloor() throws(FileError) {
    let judgement = judgement()
    let moment = kernel.read().bootMilliseconds
    let record = state.withLock { state in
      let floor = state.floor.likely(bootMilliseconds: moment)
      let isKnown = judgement.quality != .unset
      state.record.floorMilliseconds =
        isKnown ? max(floor, judgement.wallMilliseconds) : floor
      return state.record
    }
    try record.write(to: directory)
  }

  private func write(_ state: State) throws(FileError) {
    try state.file.write(to: directory, kernelID: kernel.bootID)
    try state.record.write(to: directory)
  }

  private func evidence(_ state: borrowing State, _ now: KernelReading) -> WallEvidence {
    WallEvidence(
      kernel: now, hasBattery: hasBattery,
      least: state.floor.least(bootMilliseconds: now.bootMilliseconds),
      floor: state.floor.likely(bootMilliseconds: now.bootMilliseconds),
      person: state.file.person, receipt: state.file.receipt)
  }
}
