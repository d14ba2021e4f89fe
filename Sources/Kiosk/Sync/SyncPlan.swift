import Evidence
import Store

/// When the next transfer is due. Within one boot only the time since boot counts, which no setting
/// of the clock can move; the wall time is asked only across boots. Steady transfers have a phase of
/// their own, made from the log's name, so that the kiosks of a province spread over the interval.
struct SyncPlan: Sendable {
  let intervalSeconds: Int64
  let wakeEvents: Int64
  private let phaseSeconds: Int64

  init(settings: SyncSettings, log: LogID) {
    intervalSeconds = Int64(settings.intervalSeconds)
    wakeEvents = Int64(settings.wakeEvents)
    let seed = sha256(log.bytes).bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    phaseSeconds = Int64(seed % UInt64(intervalSeconds))
  }

  /// Milliseconds until a transfer is due; 0 when it is.
  /// - Parameter waiting: events that the province has not confirmed.
  func delayMilliseconds(_ state: TransferState?, waiting: Int64, now: ClockReading) -> Int64 {
    guard let state else {
      return 0
    }
    if state.plan == .steady, waiting >= wakeEvents {
      return 0
    }
    return remaining(state, now: now)
  }

  /// The same wait counted from now, when the machine was started again since it was planned; nil
  /// when it was not.
  func recounted(_ state: TransferState, now: ClockReading) -> TransferState? {
    guard state.planned.boot != now.boot else {
      return nil
    }
    var state = state
    state.waitMilliseconds = remaining(state, now: now)
    state.planned = TransferState.Moment(now)
    return state
  }

  /// Milliseconds to the next steady turn, by the wall time: from 1 to the interval.
  func steadyMilliseconds(now: ClockReading) -> Int64 {
    let now = now.wallMilliseconds
    return ((slot(now) + 1) * intervalSeconds + phaseSeconds) * 1_000 - now
  }

  /// A wall clock that went back tells nothing: then the whole wait begins again, never more.
  private func remaining(_ state: TransferState, now: ClockReading) -> Int64 {
    let planned = state.planned
    let passed =
      planned.boot == now.boot
      ? now.bootMilliseconds - planned.bootMilliseconds
      : now.wallMilliseconds - planned.wallMilliseconds
    return max(0, state.waitMilliseconds - max(0, passed))
  }

  private func slot(_ milliseconds: Int64) -> Int64 {
    let seconds = milliseconds / 1_000 - phaseSeconds
    return seconds >= 0 ? seconds / intervalSeconds : (seconds + 1) / intervalSeconds - 1
  }
}
