import Centre
import Evidence
import Testing

@testable import Store

@Suite struct ReplacingTests {
  @Test func `a corrected certificate takes the place of the old one in one transaction`() throws {
    let test = try TestStore()
    let resident = try test.resident("Đỗ Thị Hanh")
    let old = try #require(try test.certificate(resident, try test.course()))
    _ = try test.store.bulk { [now = test.now] in
      try $0.editResident(
        resident.id, NewResident(name: "Đỗ Thị Hạnh", birthYear: 1985), now: now)
    }
    let size = try test.store.logSize()

    let answer = try test.store.replaceCertificate(
      number: old.number, reason: "Ghi sai họ tên", print: true, now: test.now,
      prepare: TestStore.prepare)

    guard case .replaced(let cancelled, let new) = answer else { throw Unexpected() }
    #expect(new.number == "14464-1-2026-000002")
    #expect(new.holderName == "Đỗ Thị Hạnh")
    #expect(new.state == .issued)
    #expect(cancelled.state == .cancelled)
    #expect(cancelled.cancelReason == "Ghi sai họ tên")
    #expect(cancelled.replacedBy == new.number)
    #expect(cancelled.holderName == "Đỗ Thị Hanh")
    #expect(try test.store.certificates(replacedBy: new.number) == [cancelled])
    let events = try (size..<size + 3).map { try #require(try test.store.event(at: $0)) }
    #expect(events.map(\.kind) == ["certificate.issue", "certificate.cancel", "certificate.print"])
    #expect(events[1].fields["n"]?.text == old.number)
    #expect(events[1].fields["i"]?.integer == old.issueSeq)
    #expect(events[1].fields["y"]?.text == new.number)
    #expect(try test.store.printJobs().first?.items.first?.certificateNumber == new.number)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `a certificate is replaced once, and by turns`() throws {
    let test = try TestStore()
    let old = try #require(try test.certificate(try test.resident(), try test.course()))
    let replace = { (number: String) in
      try test.store.replaceCertificate(
        number: number, reason: "x", now: test.now, prepare: TestStore.prepare)
    }
    guard case .replaced(_, let second) = try replace(old.number) else { throw Unexpected() }
    guard case .replaced(_, let third) = try replace(second.number) else { throw Unexpected() }

    #expect(try replace(old.number) == .alreadyCancelled)
    #expect(try test.store.certificate(number: old.number)?.replacedBy == second.number)
    #expect(try test.store.certificate(number: second.number)?.replacedBy == third.number)
    #expect(throws: StoreRefusal.empty(field: "reason")) {
      try test.store.replaceCertificate(
        number: third.number, reason: " ", now: test.now, prepare: TestStore.prepare)
    }
    #expect(throws: StoreRefusal.notFound(.certificate)) { try replace("x") }
  }

  @Test func `when no new one may be issued, the old one stands and nothing is written`() throws {
    struct Broken: Error {}
    let test = try TestStore()
    let course = try test.course()
    let old = try #require(try test.certificate(try test.resident(), course))
    let size = try test.store.logSize()

    #expect(throws: Broken.self) {
      try test.store.replaceCertificate(number: old.number, reason: "x", now: test.now) { _ in
        throw Broken()
      }
    }
    test.now.wallMilliseconds -= 2000
    let early = try test.store.replaceCertificate(
      number: old.number, reason: "x", now: test.now, prepare: TestStore.prepare)
    #expect(early == .notIssued(.clockBeforeLastIssue(lastSeconds: old.issuedAtSeconds)))
    #expect(try test.store.logSize() == size)
    test.now.wallMilliseconds += 2000
    _ = try test.openSession(course: course.code)
    let open = try test.store.replaceCertificate(
      number: old.number, reason: "x", now: test.now, prepare: TestStore.prepare)

    #expect(open == .notIssued(.notEligible([.courseStillOpen])))
    #expect(try test.store.certificate(number: old.number)?.state == .issued)
  }

  @Test func `a certificate cancelled first may name its successor later, but no stranger`() throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let course = try test.course()
    let old = try #require(try test.certificate(resident, course))
    let stranger = try #require(try test.certificate(try test.resident("Lê An"), course))
    _ = try test.store.cancelCertificate(number: old.number, reason: "Rách", now: test.now)
    let taken = try #require(try test.issue(resident, course))
    _ = try test.store.cancelCertificate(number: taken.number, reason: "Rách", now: test.now)
    let new = try #require(try test.issue(resident, course))
    let link = { (old: Certificate, new: Certificate) in
      try test.store.linkCertificate(
        number: old.number, replacedBy: new.number, now: test.now)
    }

    #expect(try link(old, stranger) == nil)
    #expect(try link(new, old) == nil)
    #expect(try link(old, old) == nil)
    #expect(try link(old, taken) == nil, "what is cancelled takes nobody's place")
    #expect(try link(old, new)?.replacedBy == new.number)
    #expect(try link(old, new) == nil)

    let event = try #require(try test.store.event(at: try test.store.logSize() - 1))
    #expect(event.kind == "certificate.replace")
    #expect(event.fields["i"]?.integer == old.issueSeq)
    #expect(event.fields["y"]?.text == new.number)
  }
}
