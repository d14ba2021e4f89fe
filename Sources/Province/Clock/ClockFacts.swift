import Centre
import Evidence

/// What a stretch of events says about the clock of its kiosk.
struct ClockFacts {
  /// A mark with the event that made it.
  struct Mark {
    let seq: Int64
    let kind: String
    let mark: TimeMark
  }

  /// One start of the machine: its first event and the latest moment known.
  struct Boot {
    var first: Int64
    var mono: Int64
  }

  /// When an event was recorded, by the time since start.
  struct Moment {
    let seq: Int64
    let boot: Int64
    let mono: Int64
  }

  /// A start under network time needs no more than a mark in so long.
  private static let networkRestMilliseconds: Int64 = 3_600_000

  private(set) var marks: [Mark] = []
  private(set) var boots: [Int64: Boot] = [:]
  private(set) var moments: [Moment] = []
  private var lastNetwork: [Int64: Int64] = [:]

  /// Notes the clock of an event.
  mutating func note(_ event: Event) {
    let clock = event.clock
    let (boot, mono) = (clock.boot, clock.bootMilliseconds)
    moments.append(Moment(seq: event.seq, boot: boot, mono: mono))
    var known = boots[boot] ?? Boot(first: event.seq, mono: mono)
    known.mono = max(known.mono, mono)
    boots[boot] = known
    guard clock.quality == .networkTime else { return }
    if let last = lastNetwork[boot], mono - last < Self.networkRestMilliseconds { return }
    lastNetwork[boot] = mono
    add(
      "network", event,
      .network(boot: boot, bootMilliseconds: mono, wall: clock.wallMilliseconds))
  }

  /// Reads an event about the clock itself.
  mutating func take(_ event: Event, _ fields: EventFields) throws(Misfit) {
    let clock = event.clock
    switch event.kind {
    case "clock.sync":
      let roundTrip = try fields.integer("rt")
      guard roundTrip >= 0 else { throw Misfit(reason: "field rt is less than nothing") }
      add(
        "sync", event,
        .sync(
          boot: clock.boot, bootMilliseconds: clock.bootMilliseconds,
          server: try fields.integer("st"), roundTrip: roundTrip))
    case "clock.set":
      _ = try fields.integer("f")
      let word = try fields.integer("w")
      add(
        "set", event,
        TimeMark(boot: clock.boot, bootMilliseconds: clock.bootMilliseconds, word: word))
    case "clock.jump":
      _ = try fields.integer("f")
      _ = try fields.integer("d")
    default: throw Misfit(reason: "unknown kind \(event.kind)")
    }
  }

  private mutating func add(_ kind: String, _ event: Event, _ mark: TimeMark) {
    marks.append(Mark(seq: event.seq, kind: kind, mark: mark))
  }
}
