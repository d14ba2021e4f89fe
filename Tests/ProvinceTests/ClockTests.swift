import Centre
import Evidence
import HTTP
import Testing

@testable import Province

/// Times of kiosks with bad clocks, from their batches to what the province shows.
@Suite struct ClockTests {
  static let minute: Int64 = 60_000
  static let hour: Int64 = 3_600_000
  static let day: Int64 = 86_400_000

  struct Row: Equatable {
    let claimed: Int64?
    let earliest: Int64?
    let latest: Int64?
    let best: Int64?
    let basis: String?
  }

  func row(_ seq: Int64, _ province: TestProvince) throws -> Row {
    try province.pool.withConnection { connection in
      let row = try connection.query(
        "SELECT entered, earliest, latest, best, basis FROM \"visitTime\" WHERE seq = $1",
        [.integer(seq)]
      ).first
      return Row(
        claimed: try row?.optionalTime("entered"), earliest: try row?.optionalTime("earliest"),
        latest: try row?.optionalTime("latest"), best: try row?.optionalTime("best"),
        basis: try row?.optionalText("basis"))
    }
  }

  func visit(_ kiosk: inout TestKiosk, _ clock: ClockReading) throws -> Int64 {
    let seq = kiosk.size
    try kiosk.add(
      "visit.in", ["r": .text("L\(seq)"), "s": .text("2026-0001"), "w": .text("wedge")],
      clock: clock)
    return seq
  }

  func reading(
    boot: Int64 = 1, _ moment: Int64, claims wall: Int64, _ quality: ClockQuality = .restoredFloor
  ) -> ClockReading {
    ClockReading(boot: boot, bootMilliseconds: moment, wallMilliseconds: wall, quality: quality)
  }

  func sync(
    _ kiosk: inout TestKiosk, boot: Int64 = 1, _ moment: Int64, _ server: Int64
  )
    throws
  {
    try kiosk.add(
      "clock.sync", ["st": .integer(server), "rt": .integer(300)],
      clock: reading(boot: boot, moment, claims: 0))
  }

  @Test func `fifty scans at 1970 that came before the answer are put right when it comes`() throws
  {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let now = province.clock.milliseconds
    var truths: [Int64: Int64] = [:]
    for scan in 0..<50 as Range<Int64> {
      let moment = Self.minute + scan * 20_000
      truths[try visit(&kiosk, reading(moment, claims: moment, .unset))] = now - Self.hour + moment
    }
    try province.take(kiosk)
    let before = try row(7, province)
    #expect(before.basis == "claimed")
    #expect(before.claimed == Self.minute + 7 * 20_000)
    #expect((before.latest ?? .max) <= now + 1_000, "not later than the receipt")

    let end = kiosk.size
    try sync(&kiosk, Self.hour, now)
    try province.take(kiosk, from: end)

    for (seq, truth) in truths {
      let after = try row(seq, province)
      #expect(after.basis == "synced")
      #expect(abs((after.best ?? 0) - truth) <= 1_000)
      #expect((after.earliest ?? .max) <= truth && truth <= (after.latest ?? .min))
      #expect(after.claimed == truth - now + Self.hour, "the claim stays")
    }
  }

  @Test func `what a receipt's clock says after a month bears the drift of a month`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let now = province.clock.milliseconds
    let month = 30 * Self.day
    // The quartz lost 200 s in the month; the power then failed, and the next start has no answer.
    try sync(&kiosk, Self.minute, now - month)
    let early = try visit(
      &kiosk, reading(Self.hour, claims: now - month + 59 * Self.minute, .receipt))
    let late = try visit(&kiosk, reading(month, claims: now - Self.minute - 200_000, .receipt))
    let alone = try visit(&kiosk, reading(boot: 2, Self.hour, claims: now + Self.hour, .receipt))
    try province.take(kiosk)
    let rows = try [early, late, alone].map { try row($0, province) }

    for (row, truth, width) in [
      (rows[0], now - month + 59 * Self.minute, 1_100), (rows[1], now - Self.minute, 519_000),
      (rows[2], now + Self.hour, 121_000),
    ] as [(Row, Int64, Int64)] {
      #expect(row.basis == "synced" && row.best == row.claimed)
      let (earliest, latest) = (try #require(row.earliest), try #require(row.latest))
      #expect((earliest...latest).contains(truth) && latest - earliest <= width)
    }

    let end = kiosk.size
    try sync(&kiosk, boot: 2, 2 * Self.hour, now + 2 * Self.hour)
    try province.take(kiosk, from: end)
    #expect(try [early, late, alone].map { try row($0, province) } == rows, "told once")
    try province.application.projector.reset()
    try province.application.projector.catchUp()
    #expect(
      try [early, late, alone].map { try row($0, province) } == rows, "as a rebuild tells it")
  }

  @Test func `a log that is caught up with is corrected once, at its end`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let now = province.clock.milliseconds
    let first = try visit(&kiosk, reading(Self.minute, claims: 1, .unset))
    for step in 0..<20 as Range<Int64> {
      _ = try visit(&kiosk, reading(Self.hour + step, claims: 2 + step, .unset))
    }
    try sync(&kiosk, 2 * Self.hour, now)
    let last = try visit(&kiosk, reading(3 * Self.hour, claims: 3, .unset))
    for step in 1...20 as ClosedRange<Int64> {
      _ = try visit(&kiosk, reading(3 * Self.hour + step, claims: 3 + step, .unset))
    }
    _ = try province.collector.accept(
      try kiosk.batch(0, kiosk.size), log: kiosk.log, range: nil)
    let projector = Projector(pool: province.pool, chunkEvents: kiosk.size - 1)
    let isAnswered = { try province.count("\"clockMark\" WHERE kind = 'sync'") > 0 }
    let stream = try province.stream(kiosk.log).id
    var limit = kiosk.size - 1

    _ = try projector.step(stream, limit: &limit)
    #expect(try row(first, province).basis == "synced", "told together with the answer")
    try projector.reset()
    while try !isAnswered() {
      limit = 5
      _ = try projector.step(stream, limit: &limit)
    }
    #expect(try row(first, province).basis != "synced", "that waits for the end of the log")
    try projector.catchUp()

    #expect(try row(first, province).basis == "synced")
    let best = try #require(try row(first, province).best)
    #expect(abs(best - (now - 2 * Self.hour + Self.minute)) <= 1_000)
    #expect(try row(last, province).basis == "synced")
    let place = "projection WHERE next = \(kiosk.size) AND corrected = next"
    #expect(try province.count(place) == 1)
  }

  @Test func `starts with no answer lie between the answers around them, whenever these arrive`()
    throws
  {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let now = province.clock.milliseconds
    try sync(&kiosk, boot: 1, Self.minute, now - 3 * Self.day)
    let second = try visit(&kiosk, reading(boot: 2, Self.hour, claims: 5))
    let third = try visit(&kiosk, reading(boot: 3, 2 * Self.hour, claims: 6))
    try province.take(kiosk)
    let alone = try row(second, province)
    #expect(alone.basis == "between", "between the answer and the receipt")

    let end = kiosk.size
    try sync(&kiosk, boot: 4, Self.minute, now - 2 * Self.day)
    try province.take(kiosk, from: end)

    for (seq, own, later) in [(second, Self.hour, 2 * Self.hour), (third, 2 * Self.hour, 0)] {
      let time = try row(seq, province)
      #expect(time.basis == "between")
      let earliest = try #require(time.earliest)
      let latest = try #require(time.latest)
      #expect(earliest >= now - 3 * Self.day + own - Self.minute)
      #expect(latest <= now - 2 * Self.day - later)
    }
  }

  @Test func `what is made again from the beginning is the same`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let now = province.clock.milliseconds
    var seqs: [Int64] = []
    for boot in 1...6 as ClosedRange<Int64> {
      for step in 1...4 as ClosedRange<Int64> {
        seqs.append(try visit(&kiosk, reading(boot: boot, step * Self.hour, claims: boot)))
      }
      if boot % 2 == 0 { try sync(&kiosk, boot: boot, 5 * Self.hour, now - (7 - boot) * Self.day) }
      try province.take(kiosk, from: seqs.count == 4 ? 0 : kiosk.size - (boot % 2 == 0 ? 5 : 4))
    }
    let rows = try seqs.map { try row($0, province) }

    try province.application.projector.reset()
    try province.application.projector.catchUp()

    #expect(try seqs.map { try row($0, province) } == rows)
    #expect(rows.prefix(4).allSatisfy { $0.basis == "claimed" }, "nothing is known before them")
    #expect(rows.dropFirst(4).allSatisfy { $0.basis != "claimed" })
  }

  @Test func `leaving is put right like coming, whichever batch brings the answer`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let now = province.clock.milliseconds
    let fields: [String: CanonicalValue] = [
      "r": .text("L1"), "s": .text("2026-0001"), "w": .text("wedge"),
    ]
    try kiosk.add("visit.in", fields, clock: reading(Self.minute, claims: Self.minute, .unset))
    let out = kiosk.size
    try kiosk.add("visit.out", fields, clock: reading(Self.hour, claims: Self.hour, .unset))
    try province.take(kiosk)
    #expect(try departure(province).basis == "claimed")
    let end = kiosk.size
    try sync(&kiosk, 2 * Self.hour, now)
    try province.take(kiosk, from: end)

    let left = try departure(province)

    #expect(left.claimed == Self.hour && left.basis == "synced")
    #expect(abs((left.best ?? 0) - (now - Self.hour)) <= 1_000)
    let arrival = try row(0, province)
    #expect((arrival.best ?? .max) < (left.best ?? .min))
    let bounds = try province.pool.withConnection { connection in
      try TimeBounds.all(stream: 1, seqs: [0, out], connection)
    }
    #expect(bounds[out]?.latest == left.latest, "a record store is told the same")
    try province.application.projector.reset()
    try province.application.projector.catchUp()
    #expect(try departure(province) == left)

    try kiosk.add("visit.undo", ["i": .integer(out)], clock: reading(3 * Self.hour, claims: 5))
    try province.take(kiosk, from: end + 1)
    #expect(try departure(province).best == nil, "a departure that is taken back is none")
  }

  func departure(_ province: TestProvince) throws -> Row {
    try province.pool.withConnection { connection in
      let row = try connection.query(
        """
        SELECT departed, "outEarliest" AS earliest, "outLatest" AS latest, "outBest" AS best,
          "outBasis" AS basis
        FROM "visitTime" WHERE seq = 0
        """
      ).first
      return Row(
        claimed: try row?.optionalTime("departed"), earliest: try row?.optionalTime("earliest"),
        latest: try row?.optionalTime("latest"), best: try row?.optionalTime("best"),
        basis: try row?.optionalText("basis"))
    }
  }

  @Test func `an arrival that staff told stands as told, with no bounds, whatever comes later`()
    throws
  {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let now = province.clock.milliseconds
    let told = now - 9 * Self.hour
    let fields: [String: CanonicalValue] = [
      "r": .text("L1"), "s": .text("2026-0001"), "w": .text("paper"), "a": .integer(told),
    ]
    try kiosk.add(
      "visit.in", fields, clock: reading(Self.hour, claims: now - Self.hour, .networkTime))
    try kiosk.add("visit.in", fields, clock: reading(Self.hour, claims: 5))
    let seen = try visit(&kiosk, reading(Self.hour, claims: now - Self.hour, .networkTime))
    try province.take(kiosk)
    let end = kiosk.size
    try sync(&kiosk, 2 * Self.hour, now)
    try province.take(kiosk, from: end)

    let expected = [now - Self.hour, 5].map {
      Row(claimed: $0, earliest: nil, latest: nil, best: told, basis: "told")
    }
    #expect(try [0, 1].map { try row($0, province) } == expected)
    #expect(try province.count("\"visitTime\" WHERE told IS NOT NULL") == 2)
    #expect(try row(seen, province).basis != "told")
    #expect(try row(seen, province).earliest != nil)
    let entry = try province.pool.withConnection {
      try TimeBounds.all(stream: 1, seqs: [1], $0)[1]
    }
    #expect(entry?.basis == "synced", "when it was entered is known all the same")
  }

  @Test func `a wild time set by a receipt's absence is bounded by when it was received`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let now = province.clock.milliseconds
    let seq = try visit(
      &kiosk, reading(Self.hour, claims: now + 3_650 * Self.day, .operatorSet))

    try province.take(kiosk)

    let time = try row(seq, province)
    #expect(time.claimed == now + 3_650 * Self.day)
    #expect((time.best ?? .max) <= now + 1_000)
  }

  @Test func `a certificate shows the corrected time, the claim and what it rests on`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let now = province.clock.milliseconds
    try kiosk.add(
      "certificate.issue",
      [
        "r": .text("L1"), "n": .text("14464-1-2026-000001"), "c2": .text("XMC"), "h": .integer(10),
        "d": .integer(20_780),
      ], clock: reading(Self.hour, claims: now - 400 * Self.day, .operatorSet))
    try sync(&kiosk, 2 * Self.hour, now)
    try province.take(kiosk)

    let list = try CertificateList(province.pool, centre: nil, page: 1, rows: 10)

    let item = try #require(list.items.first)
    #expect(item.issuedMilliseconds == now - 400 * Self.day)
    #expect(abs(item.bestMilliseconds - (now - Self.hour)) < 2_000)
    #expect(item.basis == .synced)
    let request = try Request(
      method: "GET", target: "/certificates", headers: [:], remoteAddress: "127.0.0.1")
    let page = try province.router().respond(to: request).text
    let claimed = now - 400 * Self.day
    let claim =
      Day(wallMilliseconds: claimed).ddMMyyyy + " " + TimeOfDay.text(wallMilliseconds: claimed)
    #expect(page.contains("tính lại theo giờ tỉnh; máy ghi \(claim)"))
  }

  @Test(arguments: [
    ("clock.sync", ["st": CanonicalValue.integer(1)]),
    ("clock.sync", ["st": .integer(1), "rt": .integer(-5)]),
    ("clock.set", ["u": .integer(1), "f": .integer(1)]),
    ("clock.jump", ["d": .text("x"), "f": .integer(1)]),
    ("clock.stop", [:]),
  ])
  func `an event about the clock that says nothing useful is set aside`(
    kind: String, fields: [String: CanonicalValue]
  ) throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(2)
    try kiosk.add(kind, fields)
    try kiosk.add("clock.jump", ["f": .integer(5), "d": .integer(400_000)])

    try province.take(kiosk)

    #expect(try province.count("quarantine") == 1)
    #expect(try province.count("visit") == 1)
  }

  @Test func `a start keeps a mark a day, however often the clock is told`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let now = province.clock.milliseconds
    for batch in 0..<4 as Range<Int64> {
      let start = kiosk.size
      for step in 0..<50 as Range<Int64> {
        let moment = batch * Self.hour + step * Self.minute
        try sync(&kiosk, moment, now + moment)
        _ = try visit(&kiosk, reading(moment, claims: now + moment, .networkTime))
      }
      try province.take(kiosk, from: start)
    }

    #expect(try province.count("\"clockMark\" WHERE kind = 'sync'") == 1)
    #expect(try province.count("\"clockMark\" WHERE kind = 'network'") == 1)
    #expect(try province.count("\"clockMark\"") == 3, "and one receipt")
  }
}
