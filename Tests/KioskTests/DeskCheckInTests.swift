import Centre
import Evidence
import Store
import Testing

@testable import Kiosk

@Suite struct DeskCheckInTests {
  @Test func `three identical scans in one second are one visit`() throws {
    let bed = try Bed()
    let resident = try bed.addResident()
    _ = try bed.openCourse()

    let answers = try (0..<3).map { _ in
      try bed.desk.checkIn(scanned: resident.cardDigits, source: .wedge)
    }

    guard case .answer(.welcome(let welcome)) = answers[0] else { throw Unexpected() }
    for answer in answers.dropFirst() {
      guard case .answer(.alreadyIn(let again)) = answer else { throw Unexpected() }
      #expect(again.visitId == welcome.visitId)
      #expect(again.sinceMilliseconds == Bed.start)
    }
    let day = Day(wallMilliseconds: Bed.start)
    #expect(try bed.desk.store.today(day).turns == 1)
  }

  @Test func `guests who turned out to be residents take no place in a search`() throws {
    let bed = try Bed()
    _ = try bed.openCourse()
    let text = ConsentText(purpose: ConsentText.guest, language: "vi", text: "x")
    for number in 0..<UInt8(bed.desk.settings.checkIn.searchResults) {
      _ = try bed.desk.store.checkIn(
        guest: .named(name: "Nguyễn Thị Hoa", village: "", consent: text),
        arrival: Array(repeating: number, count: 16), session: nil, source: .keypad,
        now: bed.desk.clock.read())
    }
    let guests = try bed.desk.findResidents("nguyen thi hoa")
    let resident = try bed.desk.store.addResident(
      NewResident(name: "Nguyễn Thị Hoa"), now: bed.desk.clock.read())

    for guest in guests {
      try bed.desk.store.mergeGuest(
        guest.id, into: resident.id, by: nil, now: bed.desk.clock.read())
    }

    #expect(guests.count == bed.desk.settings.checkIn.searchResults)
    #expect(try bed.desk.findResidents("nguyen thi hoa").map(\.id) == [resident.id])
  }

  @Test func `a code that was taken back may be scanned again at once`() throws {
    let bed = try Bed()
    let resident = try bed.addResident()
    _ = try bed.openCourse()
    let first = try bed.desk.checkIn(scanned: resident.cardDigits, source: .wedge)
    guard case .answer(.welcome(let welcome)) = first else { throw Unexpected() }

    #expect(try bed.desk.undo(visit: welcome.visitId) == .undone)
    let second = try bed.desk.checkIn(scanned: resident.cardDigits, source: .wedge)

    guard case .answer(.welcome) = second else { throw Unexpected() }
  }

  @Test func `after the undo time a check-in stays`() throws {
    let bed = try Bed()
    let resident = try bed.addResident()
    _ = try bed.openCourse()
    let first = try bed.desk.checkIn(scanned: resident.cardDigits, source: .wedge)
    guard case .answer(.welcome(let welcome)) = first else { throw Unexpected() }

    bed.wait(seconds: 11)

    #expect(try bed.desk.undo(visit: welcome.visitId) == .tooLate)
  }

  @Test func `an identity card finds its resident by number, from a full or a bare scan`() throws {
    let bed = try Bed()
    let text = "037085001234||Nguyễn Thị Hoà|05031985|Nữ|Xóm 3, Gia Hòa|12082021"
    let form = try bed.desk.residentForm(scanned: text)
    guard case .saved(let resident) = try bed.desk.addResident(form) else { throw Unexpected() }
    _ = try bed.openCourse()

    let full = try bed.desk.checkIn(scanned: text, source: .camera)
    let bare = try bed.desk.checkIn(scanned: "037085001234", source: .wedge)
    let other = try bed.desk.checkIn(scanned: "037085001235", source: .wedge)

    guard case .answer(.welcome(let welcome)) = full else { throw Unexpected() }
    #expect(welcome.residentId == resident.id)
    #expect(form.birth == "05/03/1985")
    #expect(resident.identityLast4 == "1234")
    guard case .answer(.alreadyIn) = bare else { throw Unexpected() }
    #expect(other == .answer(.unknownBadge))
  }

  @Test func `the identity number stands nowhere in the database`() throws {
    let bed = try Bed()
    let text = "037085001234||Nguyễn Thị Hoà|05031985|Nữ|Xóm 3, Gia Hòa|12082021"
    _ = try bed.desk.addResident(try bed.desk.residentForm(scanned: text))
    _ = try bed.desk.checkIn(scanned: text, source: .camera)

    for name in ["kiosk.sqlite", "kiosk.sqlite-wal"] {
      let bytes = try Files.read("\(bed.folder)/\(name)", mostBytes: 1 << 26)
      let text = String(decoding: bytes, as: Unicode.ASCII.self)
      #expect(!text.contains("037085001234"))
    }
  }

  @Test func `an unreadable code is an answer and records nothing`() throws {
    let bed = try Bed()
    let size = try bed.desk.store.logSize()

    #expect(
      try bed.desk.checkIn(scanned: "0000000011", source: .wedge)
        == .unreadable(.wrongCheckDigit))
    #expect(try bed.desk.store.logSize() == size)
  }

  @Test func `a search needs three letters`() throws {
    let bed = try Bed()
    let resident = try bed.addResident()

    #expect(try bed.desk.findResidents("do").isEmpty)
    #expect(try bed.desk.findResidents("do thi hanh") == [resident])
  }

  @Test func `the same identity card is registered once`() throws {
    let bed = try Bed()
    var form = ResidentForm()
    form.name = "Trần Văn Ứng"
    form.identityNumber = "040201009999"
    _ = try bed.desk.addResident(form)

    guard case .invalid(let problems) = try bed.desk.addResident(form) else { throw Unexpected() }

    #expect(problems == [FormProblem(field: "identityNumber", reason: .taken)])
  }

  @Test func `a form names every field to mend`() throws {
    let bed = try Bed()
    var form = ResidentForm()
    form.birth = "31/02/1990"
    form.sex = "other"
    form.identityNumber = "12345678901"

    guard case .invalid(let problems) = try bed.desk.addResident(form) else { throw Unexpected() }

    #expect(Set(problems.map(\.field)) == ["name", "birth", "sex", "identityNumber"])
  }
}
