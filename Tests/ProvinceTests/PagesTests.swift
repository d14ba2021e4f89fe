import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct PagesTests {
  private func page(
    _ province: TestProvince, _ target: String, _ headers: Headers = [:],
    from address: String = "127.0.0.1"
  ) throws -> Response {
    try province.router().respond(
      to: try Request(method: "GET", target: target, headers: headers, remoteAddress: address))
  }

  private func given() throws -> (TestProvince, TestKiosk) {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try kiosk.add(
      "course.add",
      [
        "c2": .text("XMC"), "g": .text("literacy"), "h": .integer(300), "n": .integer(10),
        "x": .text("Xóa mù chữ <kỳ 1>"),
      ])
    try kiosk.add(
      "certificate.issue",
      [
        "r": .text("L1"), "n": .text("14464-1-2026-000001"), "c2": .text("XMC"),
        "h": .integer(305), "d": .integer(20_780),
      ], personal: ["name": "Đỗ Thị Hạnh"])
    _ = try province.collector.accept(try kiosk.batch(0, 5), log: kiosk.log, range: nil)
    _ = try province.application.personal.accept(
      try kiosk.personalDocument(0, 5), log: kiosk.log,
      range: try #require(SeqRange(start: 0, end: 5)))
    try province.application.projector.catchUp()
    return (province, kiosk)
  }

  @Test func `the fleet shows each kiosk in Vietnamese, and in English when asked`() throws {
    let (province, kiosk) = try given()
    let vi = try page(province, "/")
    #expect(vi.status == .ok)
    for text in ["<html lang=\"vi\">", "Xã Gia Viễn", "14464-1", "Đã đủ", "23/11/2026 08:00"] {
      #expect(vi.text.contains(text))
    }
    #expect(vi.text.contains(String(kiosk.log.hex.prefix(8))))
    let en = try page(province, "/?lang=en")
    #expect(en.text.contains("Complete"))
    #expect(en.headers["Set-Cookie"]?.contains("lang=en") == true)
    #expect(try page(province, "/", ["Cookie": "lang=en"]).text.contains("Complete"))
  }

  @Test func `no page leaves a text unfilled`() throws {
    let (province, _) = try given()
    for target in ["/", "/certificates", "/certificates?centre=14464-1", "/nothing"] {
      for language in Language.allCases {
        let text = try page(province, target, ["Cookie": "lang=\(language.rawValue)"]).text
        #expect(!text.contains("{{") && !text.contains("{n}") && !text.isEmpty)
        #expect(!text.contains("<style") && !text.contains("<script") && !text.contains(" style="))
      }
    }
  }

  @Test func `an award is named as one, and has no hours`() throws {
    var (province, kiosk) = try given()
    try kiosk.add(
      "certificate.issue",
      [
        "r": .text("L1"), "n": .text("14464-1-2026-000002"), "c2": .text("KH"),
        "h": .integer(0), "d": .integer(20_780),
      ])
    _ = try province.collector.accept(try kiosk.batch(5, 6), log: kiosk.log, range: nil)
    try province.application.projector.catchUp()

    let text = try page(province, "/certificates").text

    #expect(text.contains("<td>Thành tích khuyến học</td><td class=\"number\">–</td>"))
    #expect(!text.contains("<td>KH</td>"))
    #expect(try page(province, "/certificates?lang=en").text.contains("Learning-promotion award"))
  }

  @Test func `certificates have their holder's name and escape what they are given`() throws {
    let (province, _) = try given()
    let text = try page(province, "/certificates").text
    for part in ["14464-1-2026-000001", "Đỗ Thị Hạnh", "30,5", "Xóa mù chữ &lt;kỳ 1&gt;"] {
      #expect(text.contains(part))
    }
    #expect(try !page(province, "/certificates?centre=99999-1").text.contains("000001"))
    #expect(try page(province, "/certificates?centre=%3Cb%3E").status == .badRequest)
  }

  @Test func `a silent kiosk comes first and is counted in words`() throws {
    let (province, _) = try given()
    province.clock.advance(seconds: 25 * 3600)
    var fresh = try province.enrolledKiosk(centre: "17662-1")
    try fresh.fill(2)
    _ = try province.collector.accept(try fresh.batch(0, 2), log: fresh.log, range: nil)
    let text = try page(province, "/").text
    let silent = try #require(text.firstRange(of: "Im lặng"))
    let complete = try #require(text.firstRange(of: "Đã đủ"))
    #expect(silent.lowerBound < complete.lowerBound)
    #expect(text.contains("1 máy đã quá lâu không liên lạc"))
  }

  @Test(
    arguments: [
      (Headers(), "10.0.0.8"), (["Host": "province.example"], "127.0.0.1"),
      (["X-Forwarded-For": "10.0.0.8"], "127.0.0.1"),
    ] as [(Headers, String)])
  func `the pages are for this machine only, a proxy on it included`(
    _ headers: Headers, _ address: String
  ) throws {
    let province = try TestProvince()
    for target in ["/", "/certificates", "/v1/kiosks.json"] {
      #expect(try page(province, target, headers, from: address).status == .forbidden)
    }
  }

  @Test func `the fleet as JSON`() throws {
    let (province, kiosk) = try given()
    let response = try page(province, "/v1/kiosks.json")
    let members = try #require(try CanonicalValue(json: Array(response.text.utf8)).object)
    let first = try #require(members["kiosks"]?.list?.first?.object)
    #expect(first["log"] == .text(kiosk.log.hex))
    #expect(first["stored"] == .integer(5))
    #expect(first["waiting"] == .integer(0))
    #expect(first["heard"] == .integer(province.clock.milliseconds))
    let centre = try #require(members["centres"]?.list?.first?.object)
    #expect(centre["turns"] == .integer(2))
    #expect(centre["certificates"] == .integer(1))
  }

  @Test func `both languages have every key with the same places`() throws {
    let texts = try Language.allCases.map {
      try Texts(file: "\(TestProvince.assets)/text/province/\($0.rawValue).json")
    }
    #expect(texts[0].keys == texts[1].keys)
    for key in texts[0].keys {
      #expect(texts[0].placeholders(key) == texts[1].placeholders(key), "\(key)")
    }
  }

  @Test(
    arguments: [
      (0, "0", "0"), (999, "999", "999"), (1000, "1.000", "1,000"),
      (12_345_678, "12.345.678", "12,345,678"),
    ] as [(Int64, String, String)])
  func `numbers are grouped as the language does`(_ value: Int64, _ vi: String, _ en: String) throws
  {
    let texts = try Texts(file: "\(TestProvince.assets)/text/province/vi.json")
    #expect(PageText(texts: texts, language: .vi, nowMilliseconds: 0).number(value) == vi)
    #expect(PageText(texts: texts, language: .en, nowMilliseconds: 0).number(value) == en)
  }
}
