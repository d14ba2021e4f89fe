import Foundation
import Testing

@testable import Evidence

@Suite struct BatchTests {
  /// A log of `count` events with its key, and batches of it.
  struct Log {
    let id = LogID.random()
    let key = SigningKey()
    let lines: [[UInt8]]

    init(count: Int) throws {
      let clock = ClockReading(
        boot: 1, bootMilliseconds: 5, wallMilliseconds: 1_795_000_000_000, quality: .receipt)
      lines = try (0..<count).map {
        try Event(seq: Int64($0), clock: clock, kind: "visit.in", fields: ["r": .text("L\($0)")])
          .line()
      }
    }

    var origin: String { logOrigin(provinceHost: "hoc.example", log: id) }

    func verifier() throws -> NoteVerifier {
      try NoteVerifier(name: origin, kind: .ed25519, key: key.publicKey)
    }

    func tree(_ size: Int) -> CompactRange {
      lines[..<size].reduce(into: CompactRange()) { $0.append(Merkle.leafHash($1)) }
    }

    func batch(_ range: Range<Int>, checkpointAt size: Int? = nil) throws -> Batch {
      let size = size ?? range.upperBound
      let note = try Checkpoint(origin: origin, size: Int64(size), root: tree(size).root)
        .signed(by: key)
      return Batch(
        log: id, start: Int64(range.lowerBound), checkpointNote: note, lines: Array(lines[range]))
    }

    func verify(_ batch: Batch, after size: Int) throws(BatchError) -> CompactRange {
      guard let key = try? verifier() else { throw BatchError(.signature, "no key") }
      return try batch.verify(extending: tree(size), origin: origin, key: key)
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let reason: BatchError.Reason
    let document: @Sendable (Batch) throws -> [UInt8]

    var testDescription: String { name }
  }

  /// The inflated document of a batch with its text changed.
  private static func changed(_ old: String, _ new: String) -> @Sendable (Batch) throws -> [UInt8] {
    { batch in
      let text = String(
        decoding: try Gzip.inflate(batch.encoded(), maxBytes: 1 << 20), as: UTF8.self)
      let range = try #require(text.range(of: old))
      return utf8(text.replacingCharacters(in: range, with: new))
    }
  }

  @Test func `a batch comes back and continues the tree`() throws {
    let log = try Log(count: 20)
    let batch = try log.batch(5..<20)

    let bytes = try batch.encoded()
    let received = try Batch(gzip: bytes)
    let tree = try log.verify(received, after: 5)

    #expect(received == batch)
    #expect(received.end == 20)
    #expect(tree == log.tree(20))
    #expect(try received.encoded() == bytes)
  }

  @Test func `a tree that covers a part or all of the batch takes the rest`() throws {
    let log = try Log(count: 20)
    let batch = try log.batch(5..<20)

    for size in 5...20 { #expect(try log.verify(batch, after: size) == log.tree(20)) }
    #expect(throws: BatchError.self) { try log.verify(batch, after: 4) }
    #expect(throws: BatchError.self) { try log.verify(log.batch(5..<19), after: 20) }
  }

  @Test(arguments: [
    Case(name: "empty", reason: .header) { _ in [] },
    Case(name: "no last line feed", reason: .encoding) {
      try Gzip.inflate($0.encoded(), maxBytes: 1 << 20).dropLast()
    },
    Case(name: "another version", reason: .header, document: changed("\"v\":1", "\"v\":2")),
    Case(
      name: "an unknown member", reason: .header, document: changed(",\"v\":1", ",\"v\":1,\"w\":1")),
    Case(name: "a blank", reason: .header, document: changed("\"start\":5", "\"start\": 5")),
    Case(name: "an empty range", reason: .header, document: changed("\"end\":20", "\"end\":5")),
    Case(
      name: "a negative start", reason: .header, document: changed("\"start\":5", "\"start\":-5")),
    Case(
      name: "fewer lines than said", reason: .header, document: changed("\"end\":20", "\"end\":21")),
    Case(
      name: "more lines than said", reason: .header, document: changed("\"end\":20", "\"end\":19")),
    Case(name: "a bad log id", reason: .header, document: changed("\"log\":\"", "\"log\":\"0")),
    Case(
      name: "more events than allowed", reason: .tooBig,
      document: changed("\"end\":20", "\"end\":8198")),
    Case(name: "an empty line", reason: .line(seq: 5), document: changed("\n{\"b\"", "\n\n{\"b\"")),
    Case(
      name: "a blank in a line", reason: .line(seq: 5),
      document: changed("\n{\"b\":1", "\n{\"b\": 1")),
    Case(
      name: "a line's other seq", reason: .line(seq: 7), document: changed("\"q\":7", "\"q\":8")),
    Case(name: "a line without seq", reason: .line(seq: 7), document: changed("\"q\":7,", "")),
    Case(
      name: "a line that is no object", reason: .line(seq: 5),
      document: changed("\n{\"b\"", "\n[\"b\"")),
    Case(
      name: "a carriage return", reason: .line(seq: 5),
      document: changed(
        "\"v\":1}\n{\"b\":1,\"c\":4,\"k\":\"visit.in\",\"m\":5,\"q\":6",
        "\"v\":1}\r\n{\"b\":1,\"c\":4,\"k\":\"visit.in\",\"m\":5,\"q\":6")),
  ])
  func `a batch that is not well formed is refused with its reason`(_ test: Case) throws {
    let batch = try Log(count: 20).batch(5..<20)
    var document = try test.document(batch)
    if test.name == "an empty line" || test.name == "a carriage return" {
      // The header must agree, so that it is the line which is refused.
      let text = String(decoding: document, as: UTF8.self)
      let isEmpty = test.name == "an empty line"
      document = isEmpty ? utf8(text.replacing("\"end\":20", with: "\"end\":21")) : document
    }

    let error = #expect(throws: BatchError.self) { try Batch(gzip: Gzip.compress(document)) }

    #expect(error?.reason == test.reason)
  }

  @Test func `bytes that are not one gzip member, or too many, are refused`() throws {
    let bytes = try Log(count: 3).batch(0..<3).encoded()
    func reason(_ bytes: [UInt8], _ limits: BatchLimits = .standard) -> BatchError.Reason? {
      #expect(throws: BatchError.self) { try Batch(gzip: bytes, limits: limits) }?.reason
    }

    #expect(reason([]) == .encoding)
    #expect(reason(bytes.dropLast()) == .encoding)
    #expect(reason(bytes + [0]) == .encoding)
    #expect(reason(utf8("{\"v\":1}\n")) == .encoding)
    #expect(reason(bytes, BatchLimits(maxEvents: 2)) == .tooBig)
    #expect(reason(bytes, BatchLimits(maxCompressedBytes: bytes.count - 1)) == .tooBig)
    #expect(reason(bytes, BatchLimits(maxInflatedBytes: 200)) == .tooBig)
    #expect(throws: Never.self) {
      try Batch(gzip: bytes, limits: BatchLimits(maxEvents: 3, maxCompressedBytes: bytes.count))
    }
  }

  @Test func `a batch with a gap, another log, size, key, root or line is refused with its reason`()
    throws
  {
    let log = try Log(count: 20)
    let other = try Log(count: 20)
    let good = try log.batch(5..<20)
    func reason(_ batch: Batch, after size: Int = 5) -> BatchError.Reason? {
      #expect(throws: BatchError.self) { try log.verify(batch, after: size) }?.reason
    }
    func with(log id: LogID? = nil, note: String? = nil, lines: [[UInt8]]? = nil) -> Batch {
      Batch(
        log: id ?? log.id, start: 5, checkpointNote: note ?? good.checkpointNote,
        lines: lines ?? good.lines)
    }
    let forged = try Checkpoint(origin: log.origin, size: 20, root: log.tree(20).root)
      .signed(by: other.key)
    var swapped = good.lines
    swapped.swapAt(3, 4)

    #expect(reason(good, after: 4) == .range)
    #expect(reason(try other.batch(5..<20)) == .log)
    #expect(reason(with(log: other.id)) == .log)
    #expect(reason(with(note: try other.batch(5..<20).checkpointNote)) == .log)
    #expect(reason(try log.batch(5..<20, checkpointAt: 19)) == .checkpoint)
    #expect(reason(with(note: "not a note")) == .checkpoint)
    #expect(reason(with(note: forged)) == .signature)
    #expect(reason(with(lines: swapped)) == .root)
    #expect(reason(with(lines: [utf8("{}")] + good.lines.dropFirst())) == .root)
  }

  @Test func `a repeat after other lines is a fork, seen by its root`() throws {
    let log = try Log(count: 20)
    var other = log.tree(19)
    other.append(Merkle.leafHash([1]))
    let batch = try log.batch(5..<20)

    let error = #expect(throws: BatchError.self) {
      try batch.verify(extending: other, origin: log.origin, key: log.verifier())
    }
    #expect(error?.reason == .root)
  }

  @Test func `no flipped bit of a batch is taken`() throws {
    let log = try Log(count: 12)
    let bytes = try log.batch(4..<12).encoded()

    for bit in 0..<(bytes.count * 8) {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      guard let batch = try? Batch(gzip: flipped) else { continue }
      // Gzip's own header and padding say nothing of the content.
      #expect(try log.verify(batch, after: 4) == log.tree(12))
    }
  }

  @Test func `no flipped bit of the document is taken`() throws {
    let log = try Log(count: 6)
    let document = try Gzip.inflate(log.batch(4..<6).encoded(), maxBytes: 1 << 20)

    for bit in 0..<(document.count * 8) {
      var flipped = document
      flipped[bit / 8] ^= 1 << (bit % 8)
      let member = try Gzip.compress(flipped)
      #expect(throws: BatchError.self, "\(bit)") {
        try log.verify(Batch(gzip: member), after: 4)
      }
    }
  }

  @Test func `ranges end on multiples of 256 while more follows`() {
    func range(_ start: Int64, _ size: Int64, _ events: Int = 512) -> Range<Int64> {
      Batch.nextRange(from: start, size: size, events: events)
    }

    #expect(range(0, 10) == 0..<10)
    #expect(range(0, 512) == 0..<512)
    #expect(range(0, 2000) == 0..<512)
    #expect(range(10, 2000) == 10..<512)
    #expect(range(300, 2000) == 300..<768)
    #expect(range(300, 2000, 32) == 300..<332)
    #expect(range(250, 2000, 32) == 250..<256)
    #expect(range(7, 7).isEmpty)
    #expect(range(9, 7).isEmpty)
  }

  @Test func `the content digest is the one of RFC 9530`() {
    let content = utf8("{\"hello\": \"world\"}\n")
    let header = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"

    #expect(Batch.contentDigest(of: content) == header)
    #expect(ContentDigest.matches(header, content: content))
    #expect(ContentDigest.matches("sha-512=:AAAA:, \(header)", content: content))
    #expect(!ContentDigest.matches(header, content: content + [0]))
    #expect(!ContentDigest.matches("", content: content))
    #expect(!ContentDigest.matches("sha-512=:AAAA:", content: content))
  }
}
