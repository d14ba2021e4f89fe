import Evidence
import Testing

@Suite struct CarriedNameTests {
  private static let hex = "00112233445566778899aabbccddeeff"

  @Test func `a name says log, range and kind, and is read back`() throws {
    let log = try LogID(hex: Self.hex)
    for isPersonal in [false, true] {
      let name = CarriedName(log: log, start: 512, end: 1_024, isPersonal: isPersonal)

      #expect(CarriedName(name.text) == name)
      #expect(name.text.hasPrefix("\(Self.hex)-512-1024."))
    }
    #expect(CarriedName.log(ofReceipt: CarriedName.receipt(of: log)) == log)
  }

  @Test(arguments: [
    "", ".ndjson.gz", "\(hex).ndjson.gz", "\(hex)-0-0.ndjson.gz", "\(hex)-5-4.ndjson.gz",
    "\(hex)-0-512.ndjson", "\(hex)-00-512.ndjson.gz", "\(hex)--512.ndjson.gz",
    "\(hex)-0-512 (1).ndjson.gz", "\(hex)-0-9999999999999999.ndjson.gz",
    "\(hex.uppercased())-0-512.ndjson.gz", "0011-0-512.ndjson.gz",
  ])
  func `any other file is none`(_ name: String) {
    #expect(CarriedName(name) == nil)
    #expect(CarriedName.log(ofReceipt: name) == nil)
  }
}
