import Centre
import Evidence
import Testing

@testable import Store

@Suite struct ResidentTests {
  private let hash = [UInt8](repeating: 7, count: 32)

  @Test func `a resident gets the next card, and is found by it, by number and by pseudonym`()
    throws
  {
    let test = try TestStore()
    let first = try test.resident("  Đỗ  Thị Hạnh ")
    let second = try test.resident("Trần Văn Ứng")

    #expect(first.name == "Đỗ Thị Hạnh")
    #expect(first.cardDigits == CardCode(sequence: 1).digits)
    #expect(second.pseudonym == "L000002")
    #expect(try test.store.resident(card: CardCode(second.cardDigits)) == second)
    #expect(try test.store.resident(pseudonym: "L000002") == second)
    #expect(try test.store.resident(id: 3) == nil)
    #expect(try test.store.residents(ids: [2, 9, 1]) == [second, first])
  }

  @Test func `an identity belongs to one resident and is found by its hash`() throws {
    let test = try TestStore()
    let new = NewResident(name: "Lê A", identityHash: hash, identityLast4: "1234")
    let resident = try test.store.addResident(new, now: test.now)

    #expect(throws: StoreRefusal.taken(field: "identity")) {
      try test.store.addResident(new, now: test.now)
    }
    let badge = Badge.identityNumber("037085001234")
    #expect(try test.store.resident(badge: badge, identityHash: hash) == resident)
    #expect(resident.identityLast4 == "1234")
    #expect(try test.store.logSize() == 2)
  }

  @Test func `editing keeps the identity unless a new one is given, and is an event`() throws {
    let test = try TestStore()
    let resident = try test.store.addResident(
      NewResident(name: "Lê Bình", identityHash: hash, identityLast4: "1234"), now: test.now)

    let edited = try test.store.editResident(
      resident.id, NewResident(name: "Lê Thị Ánh", birthYear: 1990, phone: "0912"), now: test.now)

    #expect(edited.name == "Lê Thị Ánh")
    #expect(edited.identityLast4 == "1234")
    #expect(try test.store.resident(identityHash: hash) == edited)
    #expect(try test.store.event(at: 2)?.kind == "resident.edit")
    #expect(try test.store.residents(matching: "le thi anh", limit: 8) == [edited])
    #expect(try test.store.residents(matching: "binh", limit: 8) == [])
    #expect(throws: StoreRefusal.notFound(.resident)) {
      try test.store.editResident(99, NewResident(name: "X"), now: test.now)
    }
  }

  struct Case: Sendable {
    let new: NewResident
    let refusal: StoreRefusal
  }

  static let refused = [
    Case(new: NewResident(name: " "), refusal: .empty(field: "name")),
    Case(
      new: NewResident(name: String(repeating: "a", count: 101)),
      refusal: .tooLong(field: "name", limit: 100)),
    Case(
      new: NewResident(name: "A", village: String(repeating: "a", count: 301)),
      refusal: .tooLong(field: "village", limit: 300)),
    Case(new: NewResident(name: "A", birthYear: 12), refusal: .outOfRange(field: "birth")),
    Case(new: NewResident(name: "A", identityHash: [1]), refusal: .outOfRange(field: "identity")),
    Case(
      new: NewResident(name: "A", identityLast4: "12a4"), refusal: .outOfRange(field: "identity")),
  ]

  @Test(arguments: refused)
  func `a bad value is refused and leaves no event`(_ item: Case) throws {
    let test = try TestStore()

    #expect(throws: item.refusal) { try test.store.addResident(item.new, now: test.now) }
    #expect(try test.store.logSize() == 1)
  }

  @Test func `a guest needs no card, and a head no name`() throws {
    let test = try TestStore()
    let guest = try test.store.addResident(NewResident(name: "Ứng", isGuest: true), now: test.now)
    let head = try test.store.addResident(NewResident(name: "", isGuest: true), now: test.now)

    #expect(guest.isGuest && !guest.isHead && guest.cardDigits.isEmpty)
    #expect(head.isGuest && head.isHead)
    #expect(try test.store.event(at: 1)?.fields["g"] == .integer(1))
    #expect(try test.store.event(at: 2)?.fields["g"] == .integer(2))
  }

  @Test func `pages go by folded name, the walk by number`() throws {
    let test = try TestStore()
    for name in ["Trần Ứng", "Đỗ Hạnh", "Âu Cơ", "Doãn Anh"] { _ = try test.resident(name) }

    let names = try test.store.residents(offset: 1, limit: 2).map(\.name)
    var walked: [String] = []
    try test.store.forEachResident { walked.append($0.name) }

    #expect(names == ["Đỗ Hạnh", "Doãn Anh"])
    #expect(walked == ["Trần Ứng", "Đỗ Hạnh", "Âu Cơ", "Doãn Anh"])
    #expect(try test.store.residentCount() == 4)
  }

  @Test func `a search takes the beginnings of words, without marks, whole words first`() throws {
    let test = try TestStore()
    for name in ["Đỗ Thị Hạnh Phúc", "Đoàn Thị Hạnh", "Đỗ Thị Hạnh", "Đỗ Văn Hạnh"] {
      _ = try test.resident(name)
    }

    let found = try test.store.residents(matching: "do thi hanh", limit: 8).map(\.name)

    #expect(found == ["Đỗ Thị Hạnh", "Đỗ Thị Hạnh Phúc", "Đoàn Thị Hạnh"])
    #expect(try test.store.residents(matching: "ĐỖ thị hạ", limit: 2).count == 2)
    #expect(try test.store.residents(matching: "do", limit: 8) == [])
    #expect(try test.store.residents(matching: "zzz", limit: 8) == [])
    #expect(try test.store.residents(matching: "\"' OR * (", limit: 8) == [])
    #expect(try test.store.residents(matching: "L000003", limit: 8).map(\.id) == [3])
    #expect(
      try test.store.residents(matching: CardCode(sequence: 4).digits, limit: 8).map(\.id) == [4])
  }
}
