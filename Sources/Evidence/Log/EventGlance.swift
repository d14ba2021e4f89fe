/// What an audit needs of an event line, read in one pass over its bytes; the values that it has no use
/// for are checked and passed over.
///
/// Unlike `Event` it takes lines of a future version: whoever audits a log must not stumble over what a
/// newer kiosk wrote.
package struct EventGlance: Equatable, Sendable {
  /// The position that the line claims.
  package let seq: Int64
  /// What happened; empty where the line names nothing.
  package private(set) var kind = ""
  /// The boot counter.
  package private(set) var boot: Int64?
  /// Milliseconds since that boot.
  package private(set) var bootMilliseconds: Int64?
  /// Wall milliseconds.
  package private(set) var wallMilliseconds: Int64?
  /// The member `r`: the resident's pseudonym in most kinds.
  package private(set) var resident: String?
  /// The member `s`: the session's code in most kinds.
  package private(set) var session: String?
  /// The member `n`: the certificate's number in kinds of the register.
  package private(set) var number: String?
  /// The member `i`: the earlier event that this one is about.
  package private(set) var target: Int64?
  /// The version of the envelope.
  package private(set) var version: Int64?
  /// Whether digests of personal values stand in the line.
  package private(set) var hasPersonalDigests = false

  /// Reads a line without its line feed.
  /// - Throws: `Malformed` for anything but one canonical object with a position, within 16 KiB.
  package init(line: [UInt8]) throws(Malformed) {
    guard line.count <= Event.lineLimit else {
      throw Event.refusal("too-long", "A line is longer than 16 KiB.")
    }
    var reader = JSONReader(line, isCanonical: true)
    var cursor = JSONReader.Cursor()
    var members = Members()
    try reader.open(0x7B)
    while let key = try reader.nextKey(&cursor) {
      try members.take(key, from: &reader)
    }
    try reader.finish()
    guard let seq = members.seq, seq >= 0 else {
      throw Event.refusal("seq", "A line has no position q.")
    }
    self.seq = seq
    kind = members.kind ?? ""
    boot = members.boot
    bootMilliseconds = members.bootMilliseconds
    wallMilliseconds = members.wallMilliseconds
    resident = members.resident
    session = members.session
    number = members.number
    target = members.target
    version = members.version
    hasPersonalDigests = members.hasPersonalDigests
  }

  /// Wall time less time since boot: the same for all events between two settings of the clock.
  var bootMoment: Int64? {
    guard let wallMilliseconds, let bootMilliseconds else { return nil }
    return wallMilliseconds - bootMilliseconds
  }

  /// The members seen so far. One of an unexpected type counts as absent: the kind decides what it means.
  private struct Members {
    var seq: Int64?
    var kind: String?
    var boot: Int64?
    var bootMilliseconds: Int64?
    var wallMilliseconds: Int64?
    var resident: String?
    var session: String?
    var number: String?
    var target: Int64?
    var version: Int64?
    var hasPersonalDigests = false

    mutating func take(
      _ key: JSONReader.Quoted, from reader: inout JSONReader
    ) throws(Malformed) {
      guard key.range.count == 1 else { return try reader.skipValue(depth: 2) }
      switch reader.bytes[key.range.lowerBound] {
      case UInt8(ascii: "b"): boot = try reader.integerOrSkip()
      case UInt8(ascii: "i"): target = try reader.integerOrSkip()
      case UInt8(ascii: "k"): kind = try reader.textOrSkip()
      case UInt8(ascii: "m"): bootMilliseconds = try reader.integerOrSkip()
      case UInt8(ascii: "n"): number = try reader.textOrSkip()
      case UInt8(ascii: "p"):
        hasPersonalDigests = true
        try reader.skipValue(depth: 2)
      case UInt8(ascii: "q"): seq = try reader.integer()
      case UInt8(ascii: "r"): resident = try reader.textOrSkip()
      case UInt8(ascii: "s"): session = try reader.textOrSkip()
      case UInt8(ascii: "t"): wallMilliseconds = try reader.integerOrSkip()
      case UInt8(ascii: "v"): version = try reader.integerOrSkip()
      default: try reader.skipValue(depth: 2)
      }
    }
  }
}

extension JSONReader {
  /// The integer that follows, or nil once another value was passed over.
  fileprivate mutating func integerOrSkip() throws(Malformed) -> Int64? {
    guard position < bytes.count, bytes[position] == 0x2D || 0x30...0x39 ~= bytes[position] else {
      try skipValue(depth: 2)
      return nil
    }
    return try integer()
  }

  /// The text that follows, or nil once another value was passed over.
  fileprivate mutating func textOrSkip() throws(Malformed) -> String? {
    guard position < bytes.count, bytes[position] == 0x22 else {
      try skipValue(depth: 2)
      return nil
    }
    return try text()
  }
}
