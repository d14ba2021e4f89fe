import Centre
import Evidence
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct EpochTests {
  private func opened(
    _ test: TestStore, _ reason: BranchReason = .restored
  ) throws -> LogID? {
    guard case .opened(let log) = try test.store.openEpoch(reason: reason, now: test.now) else {
      return nil
    }
    return log
  }

  /// Confirms everything recorded so far.
  private func confirm(_ test: TestStore) throws {
    try test.store.recordReceipt(
      text: "receipt", range: test.store.head().range,
      atSeconds: test.now.wallMilliseconds / 1_000)
  }

  @Test func `the log goes on under a new name with every entry in its place`() throws {
    let test = try TestStore()
    _ = try test.resident()
    try confirm(test)
    let (old, lines) = (test.store.log, try test.store.lines(from: 0, to: .max))
    let root = try test.store.head().range.root

    let log = try #require(try opened(test))

    #expect(log != old)
    #expect(test.store.log == log)
    let event = try #require(try test.store.event(at: Int64(lines.count)))
    #expect(event.kind == "log.epoch")
    #expect(event.fields["e"]?.integer == 1)
    #expect(event.fields["pl"]?.text == old.hex)
    #expect(event.fields["ps"]?.integer == Int64(lines.count))
    #expect(event.fields["pr"]?.text == root.base64)
    #expect(event.fields["w"]?.text == "restored")
    #expect(try test.store.lines(from: 0, to: Int64(lines.count)) == lines)
    let epoch = try #require(try test.store.epochs().first)
    #expect(epoch.log == old)
    #expect(epoch.size == Int64(lines.count))
    #expect(epoch.root == root)
    #expect(epoch.receiptText == "receipt")
    #expect(epoch.confirmedSize == Int64(lines.count))
    #expect(epoch.announcedMilliseconds == nil)
    #expect(!epoch.isSeen)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `the new name is there after a restart, whichever name the folder remembers`() throws {
    let test = try TestStore()
    let old = test.store.log
    let log = try opened(test)

    try test.reopen { $0.log = old }
    #expect(test.store.log == log)
    try test.reopen { $0.log = log }
    #expect(test.store.log == log)
    #expect(throws: StoreError.self) { try test.reopen { $0.log = LogID.random() } }
  }

  @Test func `one reason opens at most one epoch an hour, and 64 at most in all`() throws {
    let test = try TestStore()
    #expect(try opened(test) != nil)
    #expect(try test.store.openEpoch(reason: .restored, now: test.now) == .tooSoon)
    #expect(try opened(test, .fork) != nil)
    test.pass(seconds: 3_599)
    #expect(try test.store.openEpoch(reason: .restored, now: test.now) == .tooSoon)
    test.now.boot += 1
    test.now.bootMilliseconds = 5
    #expect(try test.store.openEpoch(reason: .restored, now: test.now) == .tooSoon)
    for _ in 0..<62 {
      test.pass(seconds: 3_600)
      #expect(try opened(test) != nil)
    }
    test.pass(seconds: 3_600)

    #expect(try test.store.openEpoch(reason: .restored, now: test.now) == .tooMany)
    #expect(try test.store.epochs().count == 64)
  }

  @Test func `what is confirmed goes back only between an epoch and its announcement`() throws {
    let test = try TestStore()
    _ = try test.resident()
    try confirm(test)
    let size = try test.store.logSize()
    #expect(throws: DatabaseError.self) {
      try test.raw("UPDATE syncState SET confirmedSize = 0")
    }
    _ = try opened(test)

    try test.store.takeBranch(numbers: [:], erased: [], fork: 1)

    #expect(try test.store.syncState().confirmedSize == 1)
    #expect(try test.store.syncState().confirmedRange == test.store.compactRange(at: 1))
    #expect(try test.store.epochs().last?.fork == 1)
    try test.store.noteAnnounced(now: test.now)
    try confirm(test)
    // A receipt of the new log stays, also where the answer comes after it or once more.
    try test.store.takeBranch(numbers: [:], erased: [], fork: 1)
    #expect(try test.store.syncState().confirmedSize == size + 1)
    #expect(try test.store.epochs().last?.announcedMilliseconds == test.now.wallMilliseconds)
  }

  @Test func `certificate numbers go on after those that the province knows, now and later`() throws
  {
    let test = try TestStore()
    let course = try test.course()
    #expect(try test.certificate(try test.resident(), course)?.number == "14464-1-2026-000001")
    _ = try opened(test)

    try test.store.takeBranch(
      numbers: ["14464-1/2026": 35, "14464-1/2025": 8, "nonsense": 4, "14464-1/x": 2],
      erased: [], fork: 0)
    try test.store.raiseNumbers(["14464-1/2026": 20])

    let numbers = try (0..<3).map { index in
      try test.issue(
        try Self.graduate(test, "Nguyễn Văn \(["An", "Ba", "Tư"][index])", course), course)?.number
    }
    #expect(
      numbers == ["14464-1-2026-000036", "14464-1-2026-000037", "14464-1-2026-000038"])
    #expect(try test.store.highestNumbers() == ["14464-1/2026": 38, "14464-1/2025": 8])
    #expect(throws: DatabaseError.self) { try test.raw("DELETE FROM certificateFloor") }
    #expect(throws: DatabaseError.self) {
      try test.raw("UPDATE certificateFloor SET sequence = 1")
    }
    #expect(try test.store.integrityCheck() == [])
  }

  private static func graduate(
    _ test: TestStore, _ name: String, _ course: Course
  ) throws -> Resident {
    let resident = try test.resident(name)
    let session = try test.openSession(course: course.code, title: name)
    _ = try test.checkIn(resident, session: session.code)
    try test.store.closeSession(session.code, now: test.now)
    return resident
  }

  @Test func `who was erased elsewhere is kept until the erasure here has followed`() throws {
    let test = try TestStore()
    _ = try opened(test)
    try test.store.takeBranch(numbers: [:], erased: ["L2", "L1", "L2", ""], fork: 0)

    #expect(try test.store.erasedElsewhere() == ["L1", "L2"])
    try test.store.clearErasedElsewhere(["L1"])
    #expect(try test.store.erasedElsewhere() == ["L2"])
  }

  @Test func `a director's note is an event and ends the alarm`() throws {
    let test = try TestStore()
    _ = try opened(test)
    _ = try opened(test, .fork)

    try test.store.markEpochsSeen(user: 3, now: test.now)
    let size = try test.store.logSize()
    try test.store.markEpochsSeen(user: 3, now: test.now)

    #expect(try test.store.epochs().allSatisfy(\.isSeen))
    #expect(try test.store.logSize() == size)
    let event = try #require(try test.store.event(at: size - 1))
    #expect(event.kind == "log.seen")
    #expect(event.fields["e"]?.integer == 2)
    #expect(event.fields["u"]?.integer == 3)
  }

  static let rules = [
    "DELETE FROM epoch", "UPDATE epoch SET size = 0", "UPDATE epoch SET log = randomblob(16)",
    "UPDATE epoch SET fork = size + 1",
    "INSERT INTO epoch SELECT 65, randomblob(16), size, root, NULL, 0, reason, 0, 0, 0, 0, NULL, NULL, NULL FROM epoch",
  ]

  @Test(arguments: rules)
  func `the schema itself keeps the record of earlier logs`(_ sql: String) throws {
    let test = try TestStore()
    _ = try opened(test)
    #expect(throws: DatabaseError.self) { try test.raw(sql) }
  }

  @Test func `an epoch whose commit fails leaves the old name`() throws {
    let test = try TestStore()
    let (old, size) = (test.store.log, try test.store.logSize())
    try test.raw(
      "CREATE TRIGGER full BEFORE UPDATE OF log ON logState BEGIN SELECT RAISE(ABORT, 'x'); END")

    #expect(throws: StoreError.self) { try test.store.openEpoch(reason: .fork, now: test.now) }

    #expect(test.store.log == old)
    #expect(try test.store.logSize() == size)
    #expect(try test.store.epochs() == [])
  }
}
