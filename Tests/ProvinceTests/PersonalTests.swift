import Evidence
import Testing

@testable import Province

@Suite struct PersonalTests {
  /// A kiosk with one resident and one certificate, its events already at the province.
  private func given(_ province: TestProvince) throws -> TestKiosk {
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(2)
    try kiosk.add("resident.add", ["r": .text("L1")], personal: ["name": "Đỗ Thị Hạnh"])
    try kiosk.add(
      "certificate.issue",
      [
        "r": .text("L1"), "n": .text("14464-1-2026-000001"), "c2": .text("XMC"),
        "h": .integer(300), "d": .integer(20_780),
      ], personal: ["name": "Đỗ Thị Hạnh", "token": "0123456789"])
    _ = try province.collector.accept(try kiosk.batch(0, 4), log: kiosk.log, range: nil)
    return kiosk
  }

  private func put(_ wire: Wire, _ kiosk: TestKiosk, _ body: [UInt8]) throws -> Wire.Answer {
    try wire.send("PUT", kiosk.path(0, 4, "personal"), kiosk.headers(body, personal: true), body)
  }

  @Test func `only the kinds that the settings name are kept`() throws {
    let province = try TestProvince()
    let kiosk = try given(province)
    try province.serving { wire in
      let body = try kiosk.personalDocument(0, 4)
      for _ in 0..<2 {
        let answer = try put(wire, kiosk, body)
        #expect(answer.status == 200)
        #expect(answer.member("kept") == .integer(2))
        #expect(answer.member("declined") == .integer(1))
        #expect(answer.member("next") == .integer(4))
      }
    }
    #expect(try province.count("personal") == 2)
    #expect(try province.integer("SELECT count(*) AS n FROM personal WHERE seq = 2") == 0)
  }

  @Test func `a value that is not the one in the event is refused, and nothing is kept`() throws {
    let province = try TestProvince()
    let kiosk = try given(province)
    let before = try province.fingerprint()
    let wrong = kiosk.personal.map {
      PersonalValue(
        seq: $0.seq, field: $0.field, salt: $0.salt,
        value: $0.field == "token" ? $0.value + "1" : $0.value)
    }
    let elsewhere = [PersonalValue(seq: 9, field: "name", value: "A")]
    try province.serving { wire in
      for values in [wrong, elsewhere] {
        let answer = try put(wire, kiosk, try PersonalDocument(values: values).encoded())
        #expect(answer.status == 422)
        #expect(answer.code == "personal")
        #expect(!answer.text.contains("0123456789"))
      }
    }
    #expect(try province.fingerprint() == before)
  }

  @Test func `values of events that have not come are a gap`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(4)
    try province.serving { wire in
      let answer = try put(wire, kiosk, try PersonalDocument(values: []).encoded())
      #expect(answer.status == 409)
      #expect(answer.code == "gap")
    }
  }
}
