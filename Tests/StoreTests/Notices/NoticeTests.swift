import Centre
import Evidence
import Testing

@testable import Store

@Suite struct NoticeTests {
  private let test: TestStore
  private let user: Int64

  init() throws {
    test = try TestStore()
    user = try test.store.createUser(
      name: "Lan", role: .clerk, passwordHash: "x", now: test.now
    ).id
  }

  private func new(_ title: String = "Tiêm phòng") -> NewNotice {
    NewNotice(
      title: title, text: "Sáng thứ Bảy.\nHỏi bà Hoà.", fromDay: TestStore.day,
      toDay: TestStore.day.advanced(byDays: 3), place: 2)
  }

  private func events() throws -> [Event] {
    try test.store.lines(from: 0, to: .max).map { try Event(line: $0) }
      .filter { $0.kind.hasPrefix("notice.") }
  }

  @Test func `posting, changing and ending leave events with who did it, and no words in clear`()
    throws
  {
    let notice = try test.store.postNotice(new(), by: user, now: test.now)
    var other = new("Tiêm phòng cho trẻ")
    other.language = .en
    _ = try test.store.editNotice(notice.id, other, by: user, now: test.now)
    _ = try test.store.editNotice(notice.id, other, by: user, now: test.now)
    _ = try test.store.endNotice(notice.id, by: user, now: test.now)
    _ = try test.store.endNotice(notice.id, by: user, now: test.now)

    let events = try events()
    #expect(events.map(\.kind) == ["notice.post", "notice.post", "notice.end"])
    #expect(events.map { $0.fields["u"]?.integer } == [user, user, user])
    #expect(events.map { $0.fields["i"]?.integer } == [nil, notice.id, notice.id])
    #expect(notice.id == events[0].seq)
    let lines = try test.store.lines(from: 0, to: .max)
      .map { String(decoding: $0, as: UTF8.self) }.joined()
    #expect(!lines.contains("Tiêm") && !lines.contains("Hoà"))
    #expect(try Store.audit(inDirectory: test.directory).findings.isEmpty)
    #expect(try test.store.notice(id: notice.id)?.isEnded == true)
    #expect(try test.store.notice(id: notice.id)?.content == other)
  }

  @Test func `what hangs or will is listed by place, what is over apart from it`() throws {
    let one = try test.store.postNotice(new("a"), by: user, now: test.now)
    var first = new("b")
    first.place = 1
    let two = try test.store.postNotice(first, by: user, now: test.now)
    let gone = try test.store.postNotice(new("c"), by: user, now: test.now)
    _ = try test.store.endNotice(gone.id, by: user, now: test.now)

    #expect(
      try test.store.notices(from: TestStore.day, limit: 9).map(\.id) == [two.id, one.id])
    let after = TestStore.day.advanced(byDays: 4)
    #expect(try test.store.notices(from: after, limit: 9).isEmpty)
    #expect(
      try test.store.pastNotices(before: TestStore.day, limit: 9).map(\.id) == [gone.id])
    #expect(try test.store.pastNotices(before: after, limit: 9).count == 3)
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    let refusal: StoreRefusal
    let change: @Sendable (inout NewNotice) -> Void
    var testDescription: String { "\(refusal)" }
  }

  static let bad = [
    Bad(refusal: .empty(field: "title")) { $0.title = " " },
    Bad(refusal: .tooLong(field: "title", limit: 120)) {
      $0.title = String(repeating: "x", count: 121)
    },
    Bad(refusal: .tooLong(field: "text", limit: 1_000)) {
      $0.text = String(repeating: "x", count: 1_001)
    },
    Bad(refusal: .outOfRange(field: "toDay")) { $0.toDay = $0.fromDay.advanced(byDays: -1) },
    Bad(refusal: .outOfRange(field: "place")) { $0.place = 0 },
  ]

  @Test(arguments: bad) func `a notice that cannot be is refused and leaves no event`(
    _ bad: Bad
  )
    throws
  {
    var notice = new()
    bad.change(&notice)

    #expect(throws: bad.refusal) {
      try test.store.postNotice(notice, by: user, now: test.now)
    }
    #expect(try events().isEmpty)
  }

  @Test func `the words of a past notice are erased, of every wording, and the log stays whole`()
    throws
  {
    let name = "Quỳnh Xuyến"
    let notice = try test.store.postNotice(new("Bà \(name)"), by: user, now: test.now)
    let other = try test.store.postNotice(new("Họp"), by: user, now: test.now)
    _ = try test.store.editNotice(notice.id, new("Gặp \(name)"), by: user, now: test.now)
    _ = try test.store.editNotice(notice.id, new("Hỏi \(name)"), by: user, now: test.now)
    #expect(throws: StoreRefusal.notFound(.notice), "it hangs still") {
      try test.store.forgetNotice(notice.id, by: user, now: test.now)
    }
    _ = try test.store.endNotice(notice.id, by: user, now: test.now)
    #expect(try test.found(name))

    let left = try test.store.forgetNotice(notice.id, by: user, now: test.now)

    #expect(left.isForgotten && left.isEnded && left.content.text.isEmpty)
    #expect(left.content.fromDay == notice.content.fromDay)
    #expect(try test.store.notice(id: notice.id) == left)
    #expect(try !test.found(name), "in no file, of no wording")
    #expect(
      Set(try test.store.personalValues(from: 0, to: .max).map(\.seq)) == [other.id])
    let last = try #require(try events().last)
    #expect(last.kind == "notice.forget")
    #expect(last.fields["i"]?.integer == notice.id && last.fields["u"]?.integer == user)
    #expect(try test.store.forgetNotice(notice.id, by: user, now: test.now) == left)
    #expect(try events().last == last, "once is enough")
    #expect(try Store.audit(inDirectory: test.directory).findings.isEmpty)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `a notice whose days are over is forgotten where it hangs, and never changed`()
    throws
  {
    let notice = try test.store.postNotice(new(), by: user, now: test.now)
    test.pass(seconds: 4 * 86_400)

    let left = try test.store.forgetNotice(notice.id, by: user, now: test.now)

    #expect(left.isForgotten && !left.isEnded)
    #expect(throws: StoreRefusal.notFound(.notice)) {
      try test.store.editNotice(notice.id, new("x"), by: user, now: test.now)
    }
    #expect(throws: StoreRefusal.notFound(.notice)) {
      try test.store.forgetNotice(4_711, by: user, now: test.now)
    }
    #expect(try Store.audit(inDirectory: test.directory).findings.isEmpty)
  }

  @Test func `a notice that is down is not changed`() throws {
    let notice = try test.store.postNotice(new(), by: user, now: test.now)
    _ = try test.store.endNotice(notice.id, by: user, now: test.now)

    #expect(throws: StoreRefusal.notFound(.notice)) {
      try test.store.editNotice(notice.id, new("x"), by: user, now: test.now)
    }
    #expect(throws: StoreRefusal.notFound(.notice)) {
      try test.store.endNotice(4_711, by: user, now: test.now)
    }
  }

  @Test func `the longest words of every form of Unicode fit`() throws {
    var notice = new()
    notice.title = String(repeating: "ậ".decomposed, count: 120)
    notice.text = String(repeating: "👩‍👩‍👧‍👦", count: 1_000)

    let posted = try test.store.postNotice(notice, by: user, now: test.now)

    #expect(try test.store.notice(id: posted.id)?.content.text.count == 1_000)
  }
}

extension String {
  fileprivate var decomposed: String { "a\u{302}\u{323}" }
}
