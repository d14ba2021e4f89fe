/// One fact, as it stands in the log for ever (sync.md, "Identity and event").
///
/// Identity is (log, seq). The line's keys `b c k m q t v` belong to the envelope; the kind's own
/// fields use others.
package struct Event: Equatable, Sendable {
  /// The longest line, in bytes without its line feed.
  package static let lineLimit = 16 << 10
  /// The version of the envelope that this program writes.
  package static let version: Int64 = 1

  /// Position in the log, from 0 without gaps.
  package let seq: Int64
  /// What the clock said.
  package let clock: ClockReading
  /// What happened, e.g. `visit.in`.
  package let kind: String
  /// The kind's own fields.
  package let fields: [String: CanonicalValue]

  /// An event to be written; `line()` checks it.
  package init(seq: Int64, clock: ClockReading, kind: String, fields: [String: CanonicalValue]) {
    self.seq = seq
    self.clock = clock
    self.kind = kind
    self.fields = fields
  }

  /// Reads a line without its line feed; refuses any other spelling than `line()` writes.
  /// - Throws: `Malformed` with the offset.
  package init(line: [UInt8]) throws(Malformed) {
    try Event.checkLength(line.count)
    var reader = JSONReader(line, isCanonical: true)
    var cursor = JSONReader.Cursor()
    var envelope = EventEnvelope()
    var fields: [String: CanonicalValue] = [:]
    try reader.open(0x7B)
    while let key = try reader.nextKey(&cursor) {
      if try envelope.take(key, from: &reader) { continue }
      let name = try reader.text(of: key)
      fields[name] = try reader.value(depth: 2)
    }
    try reader.finish()
    (seq, clock, kind) = try envelope.complete()
    self.fields = fields
  }

  /// The canonical line, without a line feed.
  /// - Throws: `Malformed` for a reserved key, a kind that is no kind, an integer beyond 2^53 - 1 or
  ///   more than 16 KiB.
  package func line() throws(Malformed) -> [UInt8] {
    guard Event.isKind(kind), seq >= 0 else {
      throw Event.refusal("kind", "The kind or the position of an event is not allowed.")
    }
    var members: [(key: String, value: CanonicalValue)] = [
      ("b", .integer(clock.boot)), ("c", .integer(clock.quality.rawValue)), ("k", .text(kind)),
      ("m", .integer(clock.bootMilliseconds)), ("q", .integer(seq)),
      ("t", .integer(clock.wallMilliseconds)), ("v", .integer(Event.version)),
    ]
    for (key, value) in fields {
      guard !EventEnvelope.isReserved(key) else {
        throw Event.refusal("key", "The keys b, c, k, m, q, t and v belong to the envelope.")
      }
      members.append((key, value))
    }
    members.sort { $0.key < $1.key }
    var writer = JSONWriter()
    for (index, member) in members.enumerated() {
      writer.append(index == 0 ? 0x7B : 0x2C)
      try writer.writeKey(member.key)
      try writer.write(member.value, depth: 2)
    }
    writer.append(0x7D)
    try Event.checkLength(writer.bytes.count)
    return writer.bytes
  }

  /// Checks the framing of the line at `range` without reading its meaning, and returns its seq.
  static func seq(ofLine range: Range<Int>, in bytes: [UInt8]) throws(Malformed) -> Int64 {
    try checkLength(range.count)
    var reader = JSONReader(bytes, in: range, isCanonical: true)
    var cursor = JSONReader.Cursor()
    var seq: Int64?
    try reader.open(0x7B)
    while let key = try reader.nextKey(&cursor) {
      if key.range.count == 1, bytes[key.range.lowerBound] == 0x71 {
        seq = try reader.integer()
      } else {
        try reader.skipValue(depth: 2)
      }
    }
    try reader.finish()
    guard let seq else { throw refusal("seq", "A line has no position q.") }
    return seq
  }

  /// Kinds are dotted lower-case words of at most 40 characters.
  package static func isKind(_ kind: String) -> Bool {
    1...40 ~= kind.utf8.count
      && kind.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2E || $0 == 0x2D }
  }

  private static func checkLength(_ count: Int) throws(Malformed) {
    guard count <= lineLimit else { throw refusal("too-long", "A line is longer than 16 KiB.") }
  }

  static func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "event line", code: code, message: message)
  }
}
