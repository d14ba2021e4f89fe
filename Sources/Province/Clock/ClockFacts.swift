import Centre
import Evidence

/// What a stretch of events says about the clock of its kiosk.
struct ClockFacts {
  /// What a mark comes from; the raw value is what the table holds.
  enum Kind: String {
    /// A talk with the province.
    case sync
    /// Network time.
    case network
    /// A person.
    case set
    /// The time at which a batch was received.
    case receipt
  }

  /// A mark with the event that made it.
  struct Mark {
    let seq: Int64
    let kind: Kind
    let mark: TimeMark

    /// Of a kind, one mark a start and day is kept: the quartz drifts 9 s in a day, less than network
    /// time may be off. Which one, never rests on how the events were cut into stretches: the first by
    /// position, of receipts the narrowest. What a person sets is kept each time.
    var slot: Slot {
      Slot(
        kind: kind, boot: mark.boot,
        number: kind == .set ? seq : mark.bootMilliseconds / 86_400_000)
    }
  }

  /// The place of a mark, of which each holds one.
  struct Slot: Hashable {
    let kind: Kind
    let boot: Int64
    let number: Int64
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

  private(set) var marks: [Slot: Mark] = [:]
  private(set) var boots: [Int64: Boot] = [:]
  private(set) var moments: [Moment] = []

  /// Notes the clock of an event.
  mutating func note(_ event: Event) {
    let clock = event.clock
    let (boot, mono) = (clock.boot, clock.bootMilliseconds)
    moments.append(Moment(seq: event.seq, boot: boot, mono: mono))
    var known = boots[boot] ?? Boot(first: event.seq, mono: mono)
    known.mono = max(known.mono, mono)
    boots[boot] = known
    guard clock.quality == .networkTime else { return }
    add(
      .network, event,
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
        .sync, event,
        .sync(
          boot: clock.boot, bootMilliseconds: clock.bootMilliseconds,
          server: try fields.integer("st"), roundTrip: roundTrip))
    case "clock.set":
      _ = try fields.integer("f")
      let word = try fields.integer("w")
      add(
        .set, event,
        TimeMark(boot: clock.boot, bootMilliseconds: clock.bootMilliseconds, word: word))
    case "clock.jump":
      _ = try fields.integer("f")
      _ = try fields.integer("d")
    default: throw Misfit(reason: "unknown kind \(event.kind)")
    }
  }

  private mutating func add(_ kind: Kind, _ event: Event, _ mark: TimeMark) {
    let mark = Mark(seq: event.seq, kind: kind, mark: mark)
    if marks[mark.slot] == nil { marks[mark.slot] = mark }
  }
}
