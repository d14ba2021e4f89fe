import Centre
import Evidence
import HTTP
import Paper
import Store
import Testing

@testable import Kiosk

@Suite struct ClosingSlipRoomTests {
  @Test func `the slip is shown to all who sign in and printed by those who write`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()

    let today = try bed.get("/desk", as: .viewer).text
    let pdf = try bed.get("/desk/closing-slip.pdf", as: .viewer)

    #expect(today.contains("href=\"/desk/closing-slip.pdf\""))
    #expect(!today.contains("action=\"/desk/closing-slip/print\""))
    #expect(pdf.status == .ok && pdf.headers["Content-Type"] == "application/pdf")
    #expect(try bed.get("/desk", as: .clerk).text.contains("/desk/closing-slip/print"))
    #expect(try bed.post("/desk/closing-slip/print", [:], as: .viewer).status == .forbidden)
    #expect(try bed.post("/desk/closing-slip/print", [:], as: .clerk).status == .seeOther)
    let job = try #require(try bed.desk.store.printJobs().first)
    #expect(job.kind == .slip && job.items.isEmpty)
    #expect(try bed.get("/desk/prints", as: .clerk).text.contains("Phiếu chốt ngày"))
    let document = try #require(try bed.desk.document(of: job))
    defer { document.remove() }
    #expect(try Files.read(document.path, mostBytes: 1 << 20).starts(with: Array("%PDF".utf8)))
  }

  @Test func `the slip counts the day, and its checkpoint is the log's own`() throws {
    let bed = try DeskRoomsBed()
    let resident = try bed.addResident("Đỗ An")
    let store = bed.desk.store
    let now = bed.desk.clock.read()
    let session = try store.addSession(
      NewSession(
        title: "Phòng bệnh mùa hè", day: bed.desk.today,
        startMilliseconds: bed.desk.today.startMilliseconds + 8 * 3_600_000,
        endMilliseconds: bed.desk.today.startMilliseconds + 10 * 3_600_000, place: "xóm 3",
        hoursTenths: 20), now: now)
    _ = try store.openSession(session.code, now: now)
    _ = try store.checkIn(
      .card(try CardCode(resident.cardDigits)), identityHash: nil, session: session.code,
      source: .wedge, now: now)
    _ = try store.checkIn(
      guest: .head, arrival: randomBytes(16), session: session.code, source: .keypad, now: now)

    let slip = try bed.desk.closingSlip(bed.desk.today)

    #expect(slip.turns == 2 && slip.heads == 1 && slip.people == 1 && slip.certificates == 0)
    #expect(slip.meetings.map(\.turns) == [2])
    #expect(slip.meetings.map(\.time) == ["08:00–10:00"])
    #expect(slip.isDemonstration && slip.books.waiting == slip.logSize)
    let note = try SignedNote(text: slip.note)
    let checkpoint = try Checkpoint(body: note.body)
    #expect(checkpoint.origin == "demonstration/log/\(store.log.hex)")
    #expect(try checkpoint.root == store.head().range.root)
    #expect(slip.rootHex == checkpoint.root.hex && slip.logSize == checkpoint.size)

    // What a phone or kioskd read makes of it may have lost or changed the last line's end.
    _ = try store.recordClock("clock.jump", ["f": .integer(1)], now: now)
    for text in [slip.note, slip.note + "\n", slip.note.replacing("\n", with: "\r\n")] {
      let outcome = try LogInspection(data: bed.directory).run(checkpoint: text)
      #expect(outcome.isWhole && outcome.checkpoint == checkpoint)
    }
  }

  @Test func `a checkpoint that says nothing about this log is refused, a false one is a finding`()
    throws
  {
    let bed = try DeskRoomsBed()
    let store = bed.desk.store
    let inspection = LogInspection(data: bed.directory)
    let key = bed.desk.keys.device
    let origin = "demonstration/log/\(store.log.hex)"
    let root = sha256([1])
    let forged = try Checkpoint(origin: origin, size: 1, root: root).signed(by: SigningKey())
    let other = try Checkpoint(origin: "x/log/00", size: 1, root: root).signed(by: key)
    let own = try Checkpoint(origin: origin, size: 1, root: root).signed(by: key)
    let later = try Checkpoint(origin: origin, size: 99, root: root).signed(by: key)

    #expect(throws: LogInspection.Refusal.unsigned) { try inspection.run(checkpoint: forged) }
    #expect(throws: LogInspection.Refusal.otherLog(origin: "x/log/00")) {
      try inspection.run(checkpoint: other)
    }
    #expect(throws: LogInspection.Refusal.self) { try inspection.run(checkpoint: "hello") }
    let finding = try inspection.run(checkpoint: own).report.findings.first
    #expect(finding?.flaw == .rewritten && finding?.last == 0)
    let gone = try inspection.run(checkpoint: later).report.findings.first
    #expect(gone?.flaw == .missing && gone?.last == 98)
  }

  @Test func `a receipt that cannot be verified is a finding`() throws {
    let bed = try DeskRoomsBed()
    let store = bed.desk.store
    try store.recordReceipt(text: "no note", range: try store.head().range, atSeconds: 1)

    let outcome = try LogInspection(data: bed.directory).run()

    #expect(outcome.report.findings.map(\.flaw) == [.receipt])
    #expect(String(decoding: try outcome.json(), as: UTF8.self).contains("\"whole\":false"))
    let texts = try Texts(directory: "\(DeskRoomsBed.assets)/text")
    #expect(outcome.text(texts, .vi).contains("NHẬT KÝ KHÔNG CÒN NGUYÊN VẸN"))
  }
}
