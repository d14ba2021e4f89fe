package import Evidence
import Synchronization

/// Reserves working time for kiosks that come back with a backlog, so that a province after a power
/// cut is filled lane by lane and not stormed.
///
/// Each lane serves one kiosk after the other. A kiosk that finds them all taken gets a slot of its
/// own and the seconds until it begins; whoever comes at its time is let in.
package final class Admission: Sendable {
  /// What a kiosk is told.
  package enum Decision: Equatable, Sendable {
    case admitted
    case later(seconds: Int64)
  }

  private struct Slot {
    var lane: Int
    var start: Int64
    var end: Int64
  }

  private struct State {
    /// When each lane is free, in milliseconds.
    var freeAt: [Int64]
    var slots: [LogID: Slot] = [:]
  }

  private let state: Mutex<State>
  private let eventsPerLaneSecond: Int
  /// A kiosk that is late for its slot by more than this has lost it.
  private static let graceMilliseconds: Int64 = 60_000
  private static let shortestMilliseconds: Int64 = 2_000
  private static let longestMilliseconds: Int64 = 300_000

  /// Makes an empty plan of so many lanes.
  package init(lanes: Int, eventsPerLaneSecond: Int) {
    state = Mutex(State(freeAt: Array(repeating: 0, count: lanes)))
    self.eventsPerLaneSecond = eventsPerLaneSecond
  }

  /// Lets a kiosk in now or tells it when to come back.
  package func admit(_ log: LogID, backlog: Int64, nowMilliseconds now: Int64) -> Decision {
    let work = max(0, backlog) * 1000 / Int64(eventsPerLaneSecond)
    let length = min(
      max(work, Admission.shortestMilliseconds), Admission.longestMilliseconds)
    return state.withLock { state in
      state.slots = state.slots.filter { $0.value.end + Admission.graceMilliseconds > now }
      let slot = state.slots[log] ?? Admission.reserve(length, now, &state)
      state.slots[log] = slot
      guard slot.start > now else { return .admitted }
      return .later(seconds: (slot.start - now + 999) / 1000)
    }
  }

  /// Gives back the rest of a slot: the kiosk has sent all it had.
  package func release(_ log: LogID, nowMilliseconds now: Int64) {
    state.withLock { state in
      guard let slot = state.slots.removeValue(forKey: log) else { return }
      if state.freeAt[slot.lane] == slot.end { state.freeAt[slot.lane] = max(now, slot.start) }
    }
  }

  private static func reserve(_ length: Int64, _ now: Int64, _ state: inout State) -> Slot {
    let lane = state.freeAt.indices.min { state.freeAt[$0] < state.freeAt[$1] } ?? 0
    let start = max(now, state.freeAt[lane])
    state.freeAt[lane] = start + length
    return Slot(lane: lane, start: start, end: start + length)
  }
}
