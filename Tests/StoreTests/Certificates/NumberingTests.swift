import Centre
import Evidence
import Foundation
import Synchronization
import Testing

@testable import Store

@Suite struct NumberingTests {
  @Test func `many threads issue without a gap and without a number twice`() throws {
    let test = try TestStore()
    let course = try test.course()
    let people = try (0..<96).map { try test.resident("Nguyễn Văn \($0)").id }
    let session = try test.openSession(course: course.code)
    for id in people {
      _ = try test.store.checkIn(
        resident: id, session: session.code, source: .roll, now: test.now)
    }
    try test.store.closeSession(session.code, now: test.now)
    let store = test.store
    let now = test.now
    let failures = Mutex(0)

    DispatchQueue.concurrentPerform(iterations: 8) { lane in
      for index in stride(from: lane, to: people.count, by: 8) {
        let isBroken = index % 5 == 0
        let answer = try? store.issueCertificate(
          resident: people[index], course: course.code, now: now
        ) { draft in
          if isBroken { throw Unexpected() }
          return try TestStore.prepare(draft)
        }
        if answer == nil { failures.withLock { $0 += 1 } }
      }
    }

    let numbers = try store.certificates(year: 2026).map(\.number)
    #expect(failures.withLock { $0 } == 20)
    #expect(
      numbers == (1...76).map { "14464-1-2026-" + String(format: "%06d", $0) })
    #expect(try store.integrityCheck() == [])
  }

  @Test func `the year changes at midnight in Vietnam`() throws {
    let test = try TestStore()
    let newYear = try #require(Day(iso: "2027-01-01")).startMilliseconds
    let course = try test.course()
    let people = try ["A", "B", "C", "D"].map { try test.resident($0) }
    let session = try test.openSession(course: course.code)
    for one in people { _ = try test.checkIn(one, session: session.code) }
    try test.store.closeSession(session.code, now: test.now)
    let moments = [newYear - 1000, newYear - 1, newYear, newYear + 7 * 3_600_000]

    let numbers = try zip(people, moments).map { person, moment in
      test.now.wallMilliseconds = moment
      return try test.issue(person, course)?.number
    }

    #expect(
      numbers == [
        "14464-1-2026-000001", "14464-1-2026-000002", "14464-1-2027-000001", "14464-1-2027-000002",
      ])
    let first = try test.store.certificate(number: "14464-1-2027-000001")
    #expect(first?.issuedDay.iso == "2027-01-01")
    #expect(first?.sheet.displayNumber == "01/GCN-TTHTCĐ")
  }

  @Test func `a merged centre begins its own numbers and keeps the old ones`() throws {
    let test = try TestStore()
    let course = try test.course()
    let people = try ["A", "B", "C"].map { try test.resident($0) }
    let session = try test.openSession(course: course.code)
    for one in people { _ = try test.checkIn(one, session: session.code) }
    try test.store.closeSession(session.code, now: test.now)
    let old = try #require(try test.issue(people[0], course))
    try test.reopen { $0.centre = try CentreCode("14329-2") }

    let new = try people.dropFirst().map { try test.issue($0, course)?.number }
    let replaced = try test.store.replaceCertificate(
      number: old.number, reason: "Rách", now: test.now, prepare: TestStore.prepare)

    #expect(old.number == "14464-1-2026-000001")
    #expect(new == ["14329-2-2026-000001", "14329-2-2026-000002"])
    guard case .replaced(let gone, let fresh) = replaced else { throw Unexpected() }
    #expect(gone.number == old.number)
    #expect(fresh.number == "14329-2-2026-000003")
    #expect(try test.store.certificate(number: old.number)?.sheet == old.sheet)
    #expect(try test.store.enqueuePrint(certificates: [new[0] ?? ""], now: test.now) > 0)
    #expect(
      try test.store.certificates(year: 2026, centre: "14464-1").map(\.number) == [old.number])
    #expect(try test.store.certificates(year: 2026).count == 4)
    #expect(try test.store.registers().map(\.centre) == ["14329-2", "14464-1"])
    #expect(try test.store.integrityCheck() == [])
  }
}
