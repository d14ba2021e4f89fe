import Testing

@testable import Province

@Suite struct ForwardSessionTests {
  @Test func `only one session forwards at a time, and the next has the lock once it is free`() throws {
    let province = try TestProvince()
    let target = try province.settings.target
    var first = try ForwardSession(target)

    #expect(first != nil)
    #expect(try ForwardSession(target) == nil)
    first = nil

    #expect(try ForwardSession(target) != nil)
  }
}
