import Centre
import Evidence
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct ErasureTests {
  /// A name with marks, and one that stands nowhere else, so that its bytes can be looked for.
  private static let name = "Đỗ Thị Quỳnh Xuyến"

  private func person(_ test: TestStore, name: String = Self.name) throws -> Resident {
    try test.store.addResident(
      NewResident(
        name: name, birthDay: Day(year: 1985, month: 3, day: 5), sex: .female,
        village: "Xóm Đồng Chuông",
        phone: "0912345678", identityHash: sha256(Array(name.utf8)).bytes, identityLast4: "4321"),
      now: test.now)
  }

  private func erase(_ resident: Resident, _ test: TestStore) throws -> Erasure {
    try #require(
      try test.store.eraseResident(resident.id, by: 1, reason: .request, now: test.now))
  }

  @Test func `nothing personal stays, and what counts still counts`() throws {
    let test = try TestStore()
    let resident = try person(test)
    let certificate = try #require(try test.certificate(resident, try test.course()))
    let total = try test.store.attendance(resident: resident.id, year: 2026)

    let done = try erase(resident, test)

    let left = try #require(try test.store.resident(id: resident.id))
    #expect(left.isErased && left.name == resident.pseudonym && left.birthYear == nil)
    #expect(left.village.isEmpty && left.phone.isEmpty && left.identityLast4 == nil)
    #expect(left.sex == nil && left.birthDay == nil)
    #expect(try test.store.attendance(resident: resident.id, year: 2026) == total)
    #expect(total.visits == 1)
    let kept = try #require(try test.store.certificate(number: certificate.number))
    #expect(kept.isErased && kept.token.isEmpty && kept.holderName == resident.pseudonym)
    #expect(kept.erased == ErasedToken(of: certificate.token))
    #expect(kept.sheet.holderName == resident.pseudonym && kept.sheet.qrDigits.isEmpty)
    #expect(kept.sheet.birthYear == nil && kept.state == .issued)
    #expect(try test.store.personalValues(from: 0, to: 1_000).isEmpty)
    let event = try #require(try test.store.event(at: done.seq))
    #expect(event.kind == "resident.erase" && event.fields["r"]?.text == resident.pseudonym)
    #expect(event.fields["w"]?.text == "request" && event.fields["u"]?.integer == 1)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `the values of others stay as they were`() throws {
    let test = try TestStore()
    let first = try person(test)
    let second = try person(test, name: "Lê Văn Ứng")
    _ = try test.store.editResident(
      second.id, NewResident(name: "Lê Văn Ứng", village: "Xóm 2"), now: test.now)
    let before = try test.store.personalValues(from: 0, to: 1_000)

    _ = try erase(first, test)

    let after = try test.store.personalValues(from: 0, to: 1_000)
    let seq = try #require(try test.value("SELECT addSeq FROM resident WHERE id = 1"))
    #expect(after == before.filter { $0.seq != seq })
    #expect(try test.store.residents(matching: "le van ung", limit: 5).map(\.id) == [second.id])
  }

  @Test func `the bytes are gone from every file, those of earlier edits too`() throws {
    let test = try TestStore()
    let resident = try person(test)
    for village in 0..<40 {
      _ = try test.store.editResident(
        resident.id, NewResident(name: "\(Self.name) \(village)", village: "Xóm \(village)"),
        now: test.now)
    }
    _ = try test.certificate(try #require(try test.store.resident(id: resident.id)), test.course())
    #expect(try test.found(Self.name))

    _ = try erase(resident, test)

    #expect(try !test.found(Self.name))
    #expect(try !test.found("0912345678"))
    #expect(try !test.found("Xóm Đồng Chuông"))
    #expect(try !test.found("quynh"))
  }

  @Test func `pages that an older program left as they were are overwritten too`() throws {
    let test = try TestStore()
    let resident = try person(test)
    try test.raw(
      """
      PRAGMA secure_delete = OFF;
      CREATE TABLE old (value TEXT);
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
        INSERT INTO old SELECT '\(Self.name) ' || printf('%0200d', i) FROM n;
      DROP TABLE old;
      """)
    #expect(try test.found(Self.name + " 0"))

    _ = try erase(resident, test)

    #expect(try !test.found(Self.name))
  }

  @Test func `the card opens nothing, and the person is not found, edited or certified again`()
    throws
  {
    let test = try TestStore()
    let resident = try person(test)
    let course = try test.course()
    let session = try test.openSession(course: course.code)
    _ = try test.checkIn(resident, session: session.code)
    _ = try erase(resident, test)

    #expect(try test.checkIn(resident, session: session.code) == .unknownBadge)
    #expect(throws: StoreRefusal.notFound(.resident)) {
      try test.store.checkIn(
        resident: resident.id, session: session.code, source: .search, now: test.now)
    }
    #expect(throws: StoreRefusal.notFound(.resident)) {
      try test.store.editResident(resident.id, NewResident(name: "Ai"), now: test.now)
    }
    #expect(try test.store.residents(matching: "quynh xuyen", limit: 5).isEmpty)
    try test.store.closeSession(session.code, now: test.now)
    let answer = try test.store.issueCertificate(
      resident: resident.id, course: course.code, now: test.now, prepare: TestStore.prepare)
    #expect(answer == .notEligible([.erased]))
    #expect(
      try test.store.issueAward(
        Award(title: "Khen", citation: "đã học", basis: nil), to: resident.id, now: test.now,
        prepare: TestStore.prepare) == .notEligible([.erased]))
    #expect(try person(test).id == resident.id + 1)
  }

  @Test func `a second time changes nothing`() throws {
    let test = try TestStore()
    let resident = try person(test)
    _ = try erase(resident, test)
    let size = try test.store.logSize()

    #expect(
      try test.store.eraseResident(resident.id, by: 1, reason: .consent, now: test.now) == nil)
    #expect(try test.store.logSize() == size)
    #expect(throws: StoreRefusal.notFound(.resident)) {
      try test.store.eraseResident(99, by: 1, reason: .consent, now: test.now)
    }
  }

  @Test func `prints that wait are cancelled, those of a class go on without the person`() throws {
    let test = try TestStore()
    let resident = try person(test)
    let other = try test.resident()
    let course = try test.course()
    let one = try #require(try test.certificate(resident, course))
    let two = try #require(try test.certificate(other, course))
    let own = try test.store.enqueuePrint(certificates: [one.number], now: test.now)
    let both = try test.store.enqueuePrint(
      certificates: [one.number, two.number], now: test.now)
    let card = try test.store.enqueuePrint(cards: [resident.id], now: test.now)

    _ = try erase(resident, test)

    #expect(try test.store.printJob(id: own)?.state == .abandoned)
    #expect(try test.store.printJob(id: card)?.state == .abandoned)
    #expect(try test.store.printJob(id: both)?.state == .waiting)
    let copies = try test.store.certificate(number: one.number)?.copies
    try test.store.enqueuePrint(certificates: [one.number], now: test.now)
    #expect(try test.store.certificate(number: one.number)?.copies == copies)
  }

  @Test func `papers are named while no later print has taken their name`() throws {
    let test = try TestStore()
    let resident = try person(test)
    let course = try test.course()
    let one = try #require(try test.certificate(resident, course))
    let two = try #require(try test.certificate(try test.resident(), course))
    for (numbers, name) in [
      ([one.number], "own.pdf"), ([one.number, two.number], "class.pdf"), ([two.number], "b.pdf"),
    ] {
      try print(numbers, as: name, test)
    }
    #expect(try test.store.papersOfErased().isEmpty)

    _ = try erase(resident, test)

    #expect(try test.store.papersOfErased().sorted() == ["class.pdf", "own.pdf"])
    try print([two.number], as: "class.pdf", test)
    #expect(try test.store.papersOfErased() == ["own.pdf"])
  }

  private func print(_ numbers: [String], as name: String, _ test: TestStore) throws {
    let now = test.now.wallMilliseconds
    try test.store.enqueuePrint(certificates: numbers, now: test.now)
    let job = try #require(try test.store.nextPrintJob(nowMilliseconds: now))
    try test.store.finishPrintJob(job.id, .printed(reference: name), nowMilliseconds: now)
  }

  @Test func `a reader that stays puts the overwriting off, not the erasure`() throws {
    let test = try TestStore(settings: { $0.busyTimeoutSeconds = 0.1 })
    let resident = try person(test)
    let reader = try DatabaseQueue(path: test.store.path)
    try reader.inDatabase { db in
      try db.execute(sql: "BEGIN; SELECT * FROM resident")

      _ = try erase(resident, test)

      #expect(try test.found(Self.name))
      #expect(throws: StoreError.self) { try test.store.overwriteIfDue() }
      try db.execute(sql: "COMMIT")
    }
    #expect(try test.store.overwriteIfDue())
    #expect(try !test.found(Self.name))
    #expect(try !test.store.overwriteIfDue())
  }

  @Test func `an erased certificate is cancelled like any other, and is never filled again`()
    throws
  {
    let test = try TestStore()
    let resident = try person(test)
    let certificate = try #require(try test.certificate(resident, try test.course()))
    _ = try erase(resident, test)

    let cancelled = try test.store.cancelCertificate(
      number: certificate.number, reason: "cấp nhầm", now: test.now)

    #expect(cancelled.state == .cancelled && cancelled.isErased)
    for change in ["token = x'01'", "holderName = 'Ai'", "leaf = NULL", "sheet = '{}'"] {
      #expect(throws: DatabaseError.self) { try test.raw("UPDATE certificate SET \(change)") }
    }
    #expect(throws: DatabaseError.self) { try test.raw("UPDATE resident SET name = 'Ai'") }
  }

  /// A store with a copy of another's file; it is opened with `reopen`.
  private func twin(of test: TestStore) throws -> TestStore {
    let twin = try TestStore(settings: { $0.log = test.store.log })
    // The same person in another copy: the registering event is the same only in a copy of the file.
    let copy = "\(twin.directory)/\(Store.fileName)"
    twin.store.close()
    try test.store.overwrite()
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: copy + suffix)
    }
    try FileManager.default.copyItem(atPath: test.store.path, toPath: copy)
    return twin
  }

  /// Two guests who were merged into a resident, in `test` and in a copy of it; in `test` the second is parted again, and the resident erased.
  private func erasedAfterParting(_ test: TestStore) throws -> (copy: TestStore, guests: [Int64]) {
    let resident = try person(test)
    let guests = try ["Trần Văn Một", "Trần Văn Hai"].map { try test.guest($0).residentId }
    for guest in guests {
      try test.store.mergeGuest(guest, into: resident.id, by: nil, now: test.now)
    }
    let copy = try twin(of: test)
    try test.store.unmergeGuest(guests[1], by: nil, now: test.now)
    _ = try erase(resident, test)
    return (copy, guests)
  }

  @Test func `who had been parted from an erased person is parted again after a restore`() throws {
    let test = try TestStore()
    let (copy, guests) = try erasedAfterParting(test)
    try copy.reopen()

    let count = try copy.store.eraseAgain(try test.store.erased(), now: copy.now)

    #expect(count == 1)
    #expect(try copy.store.erased() == test.store.erased())
    let parted = try #require(try copy.store.resident(id: guests[1]))
    #expect(!parted.isErased && parted.mergedInto == nil && parted.name == "Trần Văn Hai")
    #expect(try copy.store.attendance(resident: guests[1], year: 2026).visits == 1)
    #expect(try copy.store.residents(matching: "tran van hai", limit: 5).map(\.id) == [guests[1]])
    #expect(try copy.store.integrityCheck() == [])
  }

  @Test func `a copy that was set aside forgets the guests with the person`() throws {
    let test = try TestStore()
    let (copy, guests) = try erasedAfterParting(test)
    try copy.reopen()

    try copy.store.eraseAgain(
      try test.store.erased(), isSetAside: true, now: copy.now)

    #expect(try copy.store.resident(id: guests[1])?.isErased == true)
  }

  @Test func `erased in another history: only guests whom that one knew as others are parted`()
    throws
  {
    let test = try TestStore()
    let resident = try person(test)
    let early = try test.guest("Trần Văn Một").residentId
    let late = try test.guest("Trần Văn Hai").residentId
    try test.store.mergeGuest(early, into: resident.id, by: nil, now: test.now)
    _ = try test.store.openEpoch(reason: .restored, now: test.now)
    let fork = try test.store.logSize()
    try test.store.mergeGuest(late, into: resident.id, by: nil, now: test.now)
    try test.store.takeBranch(numbers: [:], erased: [resident.pseudonym], fork: fork)

    let done = try test.store.eraseElsewhere(now: test.now)

    #expect(done.map(\.pseudonym) == [resident.pseudonym])
    #expect(try test.store.resident(id: early)?.mergedInto == nil)
    #expect(try test.store.resident(id: early)?.isErased == false)
    #expect(try test.store.resident(id: late)?.isErased == true, "merged here, unknown there")
  }

  @Test func `after a restore the same persons are erased again, and nobody else`() throws {
    let test = try TestStore()
    let resident = try person(test)
    let erased = try twin(of: test)
    _ = try erase(resident, test)
    let list = try test.store.erased()
    let stranger = ErasedPerson(pseudonym: "L000001", addSeq: 1, leaf: Digest.empty)

    try erased.reopen()
    let count = try erased.store.eraseAgain(
      list.union(Erased(persons: [stranger])), now: erased.now)

    #expect(count == 1)
    #expect(try erased.store.erased() == list)
    #expect(try erased.store.eraseAgain(list, now: erased.now) == 0)
    let last = try #require(try erased.store.event(at: try erased.store.logSize() - 1))
    #expect(last.kind == "resident.erase" && last.fields["w"]?.text == "restored")
    #expect(last.fields["u"] == nil)
  }
}

extension Digest {
  fileprivate static let empty = sha256([])
}
