import Testing

@testable import Paper

@Suite struct QRSymbolTests {
  struct Case: Sendable {
    let digits: Int
    let version: Int
  }

  /// Capacities at level M in bits, ISO/IEC 18004:2015 table 7: V14 2920, V15 3320, V16 3624,
  /// V17 4056. A byte segment of 30 takes 4+16+240 bits, n digits take 4+12+10n/3 bits from
  /// version 10 to 26.
  @Test(arguments: [
    Case(digits: 793, version: 14), Case(digits: 794, version: 15),
    Case(digits: 913, version: 15), Case(digits: 914, version: 16),
    Case(digits: 1004, version: 16), Case(digits: 1005, version: 17),
    Case(digits: 1134, version: 17),
  ])
  func `a certificate takes the version that its two segments need and no more`(
    _ given: Case
  ) throws {
    let prefix = "https://hoc.ninhbinh.gov.vn/c#"

    let symbol = try QRSymbol.certificate(
      prefix: prefix, digits: Workshop.digits(given.digits))

    #expect(prefix.utf8.count == 30)
    #expect(symbol.version == given.version)
    #expect(symbol.width == 17 + 4 * given.version)
    #expect(symbol.rows.count == symbol.width)
  }

  @Test func `beyond version 17 a code is refused`() {
    for digits in [1135, 2000, 9000] {
      let error = #expect(throws: PaperError.self) {
        try QRSymbol.certificate(
          prefix: "https://hoc.ninhbinh.gov.vn/c#", digits: Workshop.digits(digits))
      }
      #expect(error?.code == .codeTooLarge)
    }
  }

  @Test func `only digits go into a numeric segment`() {
    for text in ["", "12a4", "１２３", "12 34", "-1"] {
      let error = #expect(throws: PaperError.self) { try QRSymbol.digits(text) }
      #expect(error?.code == .codeAlphabet)
    }
  }

  @Test func `a resident card is the smallest symbol there is`() throws {
    let symbol = try QRSymbol.digits("0000001234")

    #expect(symbol.version == 1)
    #expect(symbol.isDark(column: 0, row: 0))
    #expect(!symbol.isDark(column: 7, row: 0))
    #expect(!symbol.isDark(column: -1, row: 0))
  }

  @Test func `the same text gives the same modules`() throws {
    let first = try QRSymbol.text("Nguyễn Thị Hoà")
    let second = try QRSymbol.text("Nguyễn Thị Hoà")

    #expect(first == second)
    #expect(try first != QRSymbol.text("Nguyễn Thị Hòa"))
  }
}
