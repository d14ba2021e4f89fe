/// Collects the seven members that every event line has, while the line is read.
struct EventEnvelope {
  private var boot: Int64?
  private var quality: Int64?
  private var kind: String?
  private var bootMilliseconds: Int64?
  private var seq: Int64?
  private var wallMilliseconds: Int64?
  private var version: Int64?

  static func isReserved(_ key: String) -> Bool {
    key.utf8.count == 1 && "bckmqtv".utf8.contains(key.utf8.first ?? 0)
  }

  /// Takes the member whose key was just read; false if it belongs to the kind.
  mutating func take(
    _ key: JSONReader.Quoted, from reader: inout JSONReader
  ) throws(Malformed) -> Bool {
    guard key.range.count == 1 else { return false }
    switch reader.bytes[key.range.lowerBound] {
    case UInt8(ascii: "b"): boot = try reader.integer()
    case UInt8(ascii: "c"): quality = try reader.integer()
    case UInt8(ascii: "k"): kind = try reader.text()
    case UInt8(ascii: "m"): bootMilliseconds = try reader.integer()
    case UInt8(ascii: "q"): seq = try reader.integer()
    case UInt8(ascii: "t"): wallMilliseconds = try reader.integer()
    case UInt8(ascii: "v"): version = try reader.integer()
    default: return false
    }
    return true
  }

  /// The envelope, once the line is read.
  func complete() throws(Malformed) -> (seq: Int64, clock: ClockReading, kind: String) {
    guard version == Event.version else {
      throw Event.refusal("version", "The event is of a version that this program does not know.")
    }
    guard let seq, seq >= 0, let kind, Event.isKind(kind), let boot, let bootMilliseconds,
      let wallMilliseconds, let quality = quality.flatMap(ClockQuality.init(rawValue:))
    else { throw Event.refusal("envelope", "A member of b, c, k, m, q, t, v is missing or wrong.") }
    let clock = ClockReading(
      boot: boot, bootMilliseconds: bootMilliseconds, wallMilliseconds: wallMilliseconds,
      quality: quality)
    return (seq, clock, kind)
  }
}
