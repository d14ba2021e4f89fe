import Evidence
import Store

/// What a kiosk says of itself in a hello: where its log stands, and how it is.
struct HelloFacts {
  /// The log's size and tree edge.
  let head: (size: Int64, range: CompactRange)
  /// How far the province has confirmed it.
  let state: SyncState
  /// The clock at the moment of the question.
  let clock: ClockReading
  /// How the kiosk is beside.
  let condition: KioskCondition

  /// The hello's body.
  var body: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "size": .integer(head.size), "root": .text(head.range.root.base64),
      "unacked": .integer(head.size - state.confirmedSize), "boot": .integer(clock.boot),
      "mono": .integer(clock.bootMilliseconds), "wall": .integer(clock.wallMilliseconds),
      "version": .text(Program.version), "clock": .integer(Int64(clock.quality.rawValue)),
      "attention": .list(condition.attention.map { .text($0) }),
    ]
    members["disk"] = condition.diskPercent.map { .integer(Int64($0)) }
    members["receipt"] = state.receiptAtSeconds.map { .integer($0) }
    members["epoch"] = condition.epoch.map { .integer($0) }
    members["bulletin"] = condition.bulletin.map { .integer($0) }
    return .object(members)
  }
}
