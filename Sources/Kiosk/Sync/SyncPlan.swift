import Evidence
import Store

/// When the next transfer is due. Steady transfers have a phase of their own, made from the log's
/// name, so that the kiosks of a province spread over the interval.
struct SyncPlan: Sendable {
  let intervalSeconds: Int64
  let wakeEvents: Int64
  private let phaseSeconds: Int64
  /// The longest wait that can have been written down; a longer one means that the clock was set.
  private let longestMilliseconds: Int64 = 86_400_000

  init(settings: SyncSettings, log: LogID) {
    intervalSeconds = Int64(settings.intervalSeconds)
    wakeEvents = Int64(settings.wakeEvents)
    let seed = sha256(log.bytes).bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    phaseSeconds = Int64(seed % UInt64(intervalSeconds))
  }

  /// Milliseconds until a transfer is due; 0 when it is.
  func delayMilliseconds(state: SyncState, logSize: Int64, nowMilliseconds now: Int64) -> Int64 {
    if let next = state.nextAttemptMilliseconds {
      let delay = next - now
      return delay > longestMilliseconds ? 0 : max(0, delay)
    }
    guard let last = state.lastAttemptMilliseconds, last <= now, slot(last) == slot(now) else {
      return 0
    }
    if logSize - state.confirmedSize >= wakeEvents {
      return 0
    }
    return ((slot(now) + 1) * intervalSeconds + phaseSeconds) * 1_000 - now
  }

  private func slot(_ milliseconds: Int64) -> Int64 {
    (milliseconds / 1_000 - phaseSeconds) / intervalSeconds
  }
}
