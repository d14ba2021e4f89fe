import Testing

@testable import Evidence

/// The log, notes and receipts that `vectors/make.py` made without any code of ours.
@Suite struct GoldenLogTests {
  struct File: Decodable {
    let kioskSeed, provinceSeed, log, province, origin, kioskVkey, provinceVkey: String
    let lineTemplate: Template
    let batches: [Golden]
  }
  struct Template: Decodable {
    let first, last: String
  }
  struct Golden: Decodable {
    let start, end: Int64
    let root, checkpoint, documentSHA256, header, receipt: String
  }

  private static func line(_ seq: Int64) throws -> [UInt8] {
    let clock = ClockReading(
      boot: 12, bootMilliseconds: 10_233 + 1000 * seq,
      wallMilliseconds: 1_795_000_000_000 + 1000 * seq, quality: .networkTime)
    let resident = "L" + String(1_000_000 + seq % 60).dropFirst()
    return try Event(
      seq: seq, clock: clock, kind: "visit.in",
      fields: [
        "r": .text(resident), "s": .text("2026-0031"), "x": .text("Đỗ Thị Hạnh \"\(seq)\"\n"),
      ]
    ).line()
  }

  @Test func `lines, checkpoints, batches and receipts are the golden ones`() throws {
    let file: File = try Vectors.load("log")
    let log = try LogID(hex: file.log)
    let kiosk = try SigningKey(seed: Hex.decode(file.kioskSeed))
    let province = try SigningKey(seed: Hex.decode(file.provinceSeed))
    let provinceVerifier = try NoteVerifier(vkey: file.provinceVkey)
    #expect(logOrigin(provinceHost: file.province, log: log) == file.origin)
    #expect(try Self.line(0) == utf8(file.lineTemplate.first))
    #expect(try Self.line(699) == utf8(file.lineTemplate.last))

    var tree = CompactRange()
    for golden in file.batches {
      let lines = try (golden.start..<golden.end).map(Self.line)
      let batch = Batch(
        log: log, start: golden.start, checkpointNote: golden.checkpoint, lines: lines)
      let document = try Gzip.inflate(batch.encoded(), maxBytes: 8 << 20)
      tree = try batch.verify(
        extending: tree, origin: file.origin, key: NoteVerifier(vkey: file.kioskVkey))
      let receipt = try Receipt.issue(
        over: golden.checkpoint, provinceName: file.province, key: province,
        timeSeconds: 1_795_000_000 + golden.end)

      #expect(sha256(document).hex == golden.documentSHA256)
      #expect(document.starts(with: utf8(golden.header + "\n")))
      #expect(tree.root.hex == golden.root)
      #expect(
        try Checkpoint(origin: file.origin, size: golden.end, root: tree.root).signed(by: kiosk)
          == golden.checkpoint)
      #expect(receipt.text == golden.receipt)
      #expect(try Receipt(text: golden.receipt, province: provinceVerifier) == receipt)
    }
  }

  @Test func `the vkeys are the golden ones`() throws {
    let file: File = try Vectors.load("log")
    let kiosk = try SigningKey(seed: Hex.decode(file.kioskSeed)).publicKey
    let province = try SigningKey(seed: Hex.decode(file.provinceSeed)).publicKey

    #expect(
      try NoteVerifier(name: file.origin, kind: .ed25519, key: kiosk).vkey == file.kioskVkey)
    #expect(
      try NoteVerifier(name: file.province, kind: .cosignature, key: province).vkey
        == file.provinceVkey)
  }
}
