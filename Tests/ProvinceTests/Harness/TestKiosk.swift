import Evidence

@testable import Province

/// A kiosk made of nothing but the frozen formats: log, key and lines.
struct TestKiosk: Sendable {
  let host: String
  private(set) var log = LogID.random()
  var key = SigningKey()
  var token = ""
  var pullToken = ""
  /// The key for files.
  var second: MLDSA65Key?
  /// What the province gave, unless its root is kept offline.
  var certificate: DeviceCertificate?
  private(set) var lines: [[UInt8]] = []
  private(set) var personal: [PersonalValue] = []

  init(host: String) { self.host = host }

  var size: Int64 { Int64(lines.count) }
  var origin: String { logOrigin(provinceHost: host, log: log) }

  func enrolment(code: String, name: String = "Xã Gia Viễn") throws -> EnrolmentRequest {
    try EnrolmentRequest(json: try enrolmentBody(code: code, ["name": .text(name)]))
  }

  /// What goes over the wire to be enrolled, signed by the key.
  func enrolmentBody(
    code: String, _ more: [String: CanonicalValue] = [:], by signer: SigningKey? = nil
  ) throws -> [UInt8] {
    let members: [String: CanonicalValue] = [
      "code": .text(code), "log": .text(log.hex), "key": .text(key.publicKey.hex),
    ]
    let all = members.merging(more) { $1 }
    return try CanonicalValue.object(try EnrolmentProof.signed(all, by: signer ?? key)).canonical()
  }

  mutating func add(
    _ kind: String, _ fields: [String: CanonicalValue] = [:],
    personal named: [String: String] = [:], clock: ClockReading? = nil
  ) throws {
    var fields = fields
    let values = named.map { PersonalValue(seq: size, field: $0.key, value: $0.value) }
    if !values.isEmpty { fields["p"] = PersonalValue.leafMember(values) }
    personal += values
    let clock =
      clock
      ?? ClockReading(
        boot: 1, bootMilliseconds: size * 10, wallMilliseconds: 1_795_395_600_000 + size * 1000,
        quality: .networkTime)
    lines.append(try Event(seq: size, clock: clock, kind: kind, fields: fields).line())
  }

  /// So many check-ins of as many residents, after the log's first event.
  mutating func fill(_ count: Int) throws {
    if lines.isEmpty { try add("log.start", ["o": .text(origin), "x": .text("0.2.0")]) }
    while lines.count < count {
      let resident = "L\(size)-\(log.hex.prefix(6))"
      try add("visit.in", ["r": .text(resident), "s": .text("2026-0031"), "w": .text("wedge")])
    }
  }

  /// The same kiosk on a copy of its card: it has what came before `size`, and goes on under a new name.
  func branched(at size: Int64) throws -> TestKiosk {
    var copy = self
    copy.lines = Array(lines.prefix(Int(size)))
    copy.personal = personal.filter { $0.seq < size }
    copy.log = LogID.random()
    try copy.add("log.epoch", ["e": .integer(1), "pl": .text(log.hex)])
    return copy
  }

  /// What it announces to the province: a branch of `previous` at `fork`.
  func announcement(
    of previous: LogID, fork: Int64, root: Digest? = nil, by signer: SigningKey? = nil
  ) throws -> BranchRequest {
    try BranchRequest(
      log: log, previous: previous, fork: fork, root: root ?? tree(fork).root,
      after: fork < size ? Merkle.leafHash(lines[Int(fork)]) : Merkle.emptyRoot,
      size: max(fork, size - 1), reason: .fork, madeSeconds: 1_795_395_600,
      checkpoint: fork == 0 ? nil : try checkpoint(fork, root: root), key: signer ?? key)
  }

  /// Puts another line in the place of one.
  mutating func replace(_ index: Int, with line: [UInt8]) { lines[index] = line }

  /// Begins with another log's events, as a branch of it does.
  mutating func inherit(_ events: ArraySlice<[UInt8]>) { lines = Array(events) }

  func tree(_ size: Int64) -> CompactRange {
    var tree = CompactRange()
    for line in lines.prefix(Int(size)) { tree.append(Merkle.leafHash(line)) }
    return tree
  }

  func checkpoint(_ size: Int64, root: Digest? = nil, origin: String? = nil) throws -> String {
    try Checkpoint(
      origin: origin ?? self.origin, size: size, root: root ?? tree(size).root
    ).signed(by: key)
  }

  func batch(_ start: Int64, _ end: Int64) throws -> [UInt8] {
    try encoded(start, end, note: try checkpoint(end))
  }

  func encoded(
    _ start: Int64, _ end: Int64, note: String, log: LogID? = nil, lines other: [[UInt8]]? = nil
  ) throws -> [UInt8] {
    try Batch(
      log: log ?? self.log, start: start, checkpointNote: note,
      lines: other ?? Array(lines[Int(start)..<Int(end)])
    ).encoded()
  }

  func personalDocument(_ start: Int64, _ end: Int64) throws -> [UInt8] {
    try PersonalDocument(
      values: personal.filter { $0.seq >= start && $0.seq < end }
    ).encoded()
  }

  func hello(
    size: Int64? = nil, root: Digest? = nil, unacked: Int64 = 0
  ) throws -> [UInt8] {
    let size = size ?? self.size
    return try CanonicalValue.object([
      "size": .integer(size), "root": .text((root ?? tree(size).root).base64),
      "unacked": .integer(unacked), "boot": .integer(1), "mono": .integer(10),
      "wall": .integer(1_795_395_600_000), "version": .text("0.2.0"),
    ]).canonical()
  }
}
