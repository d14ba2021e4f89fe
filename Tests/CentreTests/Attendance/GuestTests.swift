import Centre
import Testing

@Suite struct GuestTests {
  @Test(arguments: [
    ("tran van ung", "Tran Van Ung"), ("  trần   văn ứng ", "Trần Văn Ứng"), ("đỗ an", "Đỗ An"),
    ("Nguyễn thị Hoa", "Nguyễn thị Hoa"), ("H'Hen Niê", "H'Hen Niê"), ("k'sor an", "K'sor An"),
    ("an", "An"),
  ])
  func `a name is kept tidy, with capitals where the screen's letters gave none`(
    _ typed: String, _ name: String
  ) {
    #expect(NewGuest.name(typed: typed) == name)
  }

  @Test(arguments: ["", " ", "a", "12", "1a2b", "a?", "Tran Van 2", "---", "王小明", "a\u{FFFD}b"])
  func `what is no name is none`(_ typed: String) {
    #expect(NewGuest.name(typed: typed) == nil)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let guest: Resident
    let resident: Resident
    var holdsCertificate = false
    let expected: GuestMerge.Refusal?
    var testDescription: String { name }
  }

  private static func person(
    _ id: Int64, isGuest: Bool = false, isErased: Bool = false, mergedInto: Int64? = nil
  ) -> Resident {
    Resident(
      id: id, pseudonym: Resident.pseudonym(id: id), cardDigits: "", name: "A B", birthDay: nil,
      birthYear: nil, sex: nil, village: "", phone: "", identityLast4: nil, isGuest: isGuest,
      isErased: isErased, mergedInto: mergedInto)
  }

  static let cases = [
    Case(
      name: "a guest into a resident", guest: person(2, isGuest: true), resident: person(1),
      expected: nil),
    Case(
      name: "a resident", guest: person(2), resident: person(1), expected: .notAGuest),
    Case(
      name: "a guest merged before", guest: person(2, isGuest: true, mergedInto: 3),
      resident: person(1), expected: .notAGuest),
    Case(
      name: "into a guest", guest: person(2, isGuest: true), resident: person(1, isGuest: true),
      expected: .notAResident),
    Case(
      name: "into oneself", guest: person(2, isGuest: true), resident: person(2, isGuest: true),
      expected: .notAResident),
    Case(
      name: "an erased guest", guest: person(2, isGuest: true, isErased: true),
      resident: person(1), expected: .erased),
    Case(
      name: "into an erased resident", guest: person(2, isGuest: true),
      resident: person(1, isErased: true), expected: .erased),
    Case(
      name: "one who holds a certificate", guest: person(2, isGuest: true), resident: person(1),
      holdsCertificate: true, expected: .holdsCertificate),
  ]

  @Test(arguments: cases)
  func `only a guest without certificate is merged, only into a resident`(_ item: Case) {
    #expect(
      GuestMerge.refusal(
        guest: item.guest, resident: item.resident, holdsCertificate: item.holdsCertificate)
        == item.expected)
  }

  @Test
  func `of two visits to one session that of more hours counts, then one left, then the first`() {
    let short = GuestMerge.Visit(id: 1, hoursTenths: 5, hasLeft: true)
    let long = GuestMerge.Visit(id: 2, hoursTenths: 20, hasLeft: false)
    let left = GuestMerge.Visit(id: 3, hoursTenths: 20, hasLeft: true)
    let later = GuestMerge.Visit(id: 4, hoursTenths: 20, hasLeft: true)

    #expect(GuestMerge.counted([short, long]) == long)
    #expect(GuestMerge.counted([long, left]) == left)
    #expect(GuestMerge.counted([later, left]) == left)
    #expect(GuestMerge.counted([later, short, left, long]) == left)
    #expect(GuestMerge.counted([]) == nil)
  }
}
