package import Evidence
import Synchronization

/// Reserves working time for kiosks that come back with a backlog, so that a province after a power
/// cut is filled lane by lane and not stormed.
///
/// Each lane serves one kiosk after the other. A kiosk that finds them all taken gets a slot of its
/// own and the seconds until it begins: it waits once, and whoever comes at its time is let in. A few
/// events need no slot. A slot is given back as soon as its kiosk has sent all it had. There is one
/// slot a key, however many logs branched under it, and only enrolled kiosks come here, so the plan is
/// as small as the fleet.
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
    /// The slot is over when the log is here up to this.
    let size: Int64
  }

  private struct State {
    /// When each lane is free, in milliseconds.
    var freeAt: [Int64]
    var slots: [PublicKey: Slot] = [:]
    var sweptAt: Int64 = 0
  }

  private let state: Mutex<State>
  private let eventsPerLaneSecond: Int
  private let unreservedEvents: Int64
  /// A kiosk that is late for its slot, or silent in it, for longer than this has lost it.
  private static let graceMilliseconds: Int64 = 60_000
  private static let shortestMilliseconds: Int64 = 1_000
  private static let longestMilliseconds: Int64 = 300_000
  /// Slots are looked through for lost ones no more often than this.
  private static let sweepMilliseconds: Int64 = 1_000

  /// Makes an empty plan of so many lanes.
  package init(lanes: Int, eventsPerLaneSecond: Int, unreservedEvents: Int = 0) {
    state = Mutex(State(freeAt: Array(repeating: 0, count: lanes)))
    self.eventsPerLaneSecond = eventsPerLaneSecond
    self.unreservedEvents = Int64(unreservedEvents)
  }

  /// Lets a kiosk with `backlog` events in now, or tells it when to come back.
  ///
  /// Asked at the hello and again at each batch, so that whoever sends without a hello, or long after
  /// its slot, waits like the others.
  /// - Parameter size: the log's end: once everything up to it is here, the slot is given back.
  package func admit(
    _ key: PublicKey, backlog: Int64, size: Int64 = .max, nowMilliseconds now: Int64
  ) -> Decision {
    let work = max(0, backlog) * 1000 / Int64(eventsPerLaneSecond)
    let length = min(
      max(work, Admission.shortestMilliseconds), Admission.longestMilliseconds)
    return state.withLock { state in
      Admission.sweep(now, &state)
      if var slot = state.slots[key] {
        guard slot.start <= now else { return Admission.wait(slot, now) }
        // A slow line works on after its slot: it takes little of anybody's time.
        slot.end = max(slot.end, now)
        state.slots[key] = slot
        return .admitted
      }
      guard backlog > unreservedEvents else { return .admitted }
      let slot = Admission.reserve(length, size, now, &state)
      state.slots[key] = slot
      return slot.start > now ? Admission.wait(slot, now) : .admitted
    }
  }

  /// Gives back the rest of a slot if everything before `next` is all that its kiosk had.
  package func release(_ key: PublicKey, upTo next: Int64, nowMilliseconds now: Int64) {
    let isDone = state.withLock { state in state.slots[key].map { $0.size <= next } ?? false }
    if isDone { release(key, nowMilliseconds: now) }
  }

  /// Gives back the rest of a slot: the kiosk has sent all it had.
  package func release(_ key: PublicKey, nowMilliseconds now: Int64) {
    state.withLock { state in
      guard let slot = state.slots.removeValue(forKey: key) else { return }
      if state.freeAt[slot.lane] == slot.end { state.freeAt[slot.lane] = max(now, slot.start) }
    }
  }

  /// How many slots are kept, for tests.
  package var slotCount: Int { state.withLock { $0.slots.count } }

  private static func wait(_ slot: Slot, _ now: Int64) -> Decision {
    .later(seconds: (slot.start - now + 999) / 1000)
  }

  /// Forgets lost slots. When the clock was set back, everything planned by it is void.
  private static func sweep(_ now: Int64, _ state: inout State) {
    if now < state.sweptAt {
      state.slots = [:]
      state.freeAt = state.freeAt.map { _ in 0 }
    } else if now - state.sweptAt < sweepMilliseconds {
      return
    }
    state.sweptAt = now
    state.slots = state.slots.filter { $0.value.end + graceMilliseconds > now }
  }

  private static func reserve(
    _ length: Int64, _ size: Int64, _ now: Int64, _ state: inout State
  ) -> Slot {
    let lane = state.freeAt.indices.min { state.freeAt[$0] < state.freeAt[$1] } ?? 0
    let start = max(now, state.freeAt[lane])
    state.freeAt[lane] = start + length
    return Slot(lane: lane, start: start, end: start + length, size: size)
  }
}
