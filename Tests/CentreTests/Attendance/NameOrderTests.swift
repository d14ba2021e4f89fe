import Testing

@testable import Centre

@Suite struct NameOrderTests {
  @Test func `given names come first, then family and middle names, in the Vietnamese alphabet`() {
    let ordered = [
      "Nguyễn Văn An", "Trần Thị An", "Lê Thị Ánh", "Đỗ Văn Ân", "Bùi Thị Dung", "Bùi Thị Dũng",
      "Lê Thị Đào", "Phạm Thị Đào", "Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "Nguyễn Thị Hoá",
      "Nguyễn Thị Hoàn", "Lê Thị Na", "Lê Thị Ngà", "Lê Thị Tô", "Lê Thị Tơ", "Lê Thị Tuấn",
      "Lê Thị Tư", "Mai Thị Y",
    ]
    var generator = SystemRandomNumberGenerator()

    let sorted = ordered.shuffled(using: &generator).sorted { NameOrder($0) < NameOrder($1) }

    #expect(sorted == ordered)
  }

  @Test func `tones follow dictionaries, and letters count before them`() {
    let ordered = ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mai", "Măng", "Mận"]

    #expect(ordered.reversed().sorted { NameOrder($0) < NameOrder($1) } == ordered)
  }

  @Test func `spaces, case, decomposed letters and where the tone is written do not matter`() {
    let equal = [("Đỗ  Thị Hòa", "đỗ thị hoà"), ("Tr\u{1EA7}n", "Tra\u{0302}\u{0300}n"), ("", " ")]

    for (one, other) in equal {
      #expect(!(NameOrder(one) < NameOrder(other)) && !(NameOrder(other) < NameOrder(one)))
    }
    #expect(NameOrder("Li") < NameOrder("Li-Na"))
  }
}
