import Testing

@testable import Kiosk

@Suite struct CodeRoomTests {
  private func fits(_ title: String, device: String = "14464-1/0a1b2c") throws -> Bool {
    try CodeRoom.fits(
      title: title, courseCode: "CD-001", centre: "14464-1", device: device,
      shortHost: "hoc.ninhbinh.gov.vn")
  }

  @Test func `an ordinary title has room for the longest name, and a very long one has not`() throws
  {
    #expect(CodeRoom.longestName.count == 46)
    #expect(try fits("Phòng, chống bệnh đái tháo đường ở người cao tuổi"))
    #expect(try !fits(String(repeating: "Kỹ thuật nuôi ốc nhồi ", count: 8)))
  }

  @Test func `room is lost by letters and by the device's name alone`() throws {
    var longest = ""
    while try fits(longest + "ộ") { longest += "ộ" }

    #expect(longest.count > 20)
    #expect(try fits(longest))
    #expect(try !fits(longest, device: "14464-1/0a1b2c-with-a-long-name"))
    #expect(try fits(longest + "a", device: "d"))
  }
}
