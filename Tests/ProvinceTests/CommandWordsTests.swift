import Evidence
import Foundation
import Testing

@testable import Province

@Suite struct CommandWordsTests {
  private static let root = URL(fileURLWithPath: TestProvince.assets).deletingLastPathComponent()

  private func words(_ language: Language) throws -> CommandWords {
    var settings = Settings()
    settings.pages.assets = TestProvince.assets
    return try CommandWords(settings, language: language)
  }

  /// The text of every file below a folder that ends so.
  private func sources(_ folder: String, _ ending: String) throws -> [String: String] {
    let place = Self.root.appendingPathComponent(folder)
    let files = try #require(FileManager.default.enumerator(atPath: place.path))
    var sources: [String: String] = [:]
    for case let name as String in files where name.hasSuffix(ending) {
      sources[name] = try String(contentsOf: place.appendingPathComponent(name), encoding: .utf8)
    }
    return sources
  }

  @Test func `no sentence of the catalogues is said nowhere`() throws {
    let pages = try sources("assets/pages", ".mustache").filter { $0.key.hasPrefix("province-") }
    let shown = pages.values.flatMap { text in
      text.matches(of: /\{\{t\.([A-Za-z.]+)\}\}/).map { String($0.1) }
    }
    let used = Set(Texts.needed + shown)

    // These are found by a word that is data.
    let unsaid = try words(.vi).texts.keys.subtracting(used).filter { key in
      !key.hasPrefix("fleet.trouble.") && !key.hasPrefix("state.")
    }
    #expect(unsaid == [])
  }

  @Test func `every sentence of the commands is said somewhere`() throws {
    let province = try sources("Sources/Province", ".swift").filter { name, _ in
      !name.hasSuffix("CommandText.swift")
    }
    let commands = try sources("Sources/provinced", ".swift")
    let code = (Array(province.values) + Array(commands.values)).joined(separator: "\n")
    let said = Set(code.matches(of: /\.([a-z][A-Za-z]+)/).map { String($0.1) })

    #expect(CommandText.allCases.count > 100)
    #expect(CommandText.allCases.map { "\($0)" }.filter { !said.contains($0) } == [])
  }

  @Test func `commands speak the language asked for, and otherwise that of the pages`() throws {
    var settings = Settings()
    settings.pages.assets = TestProvince.assets
    #expect(try CommandWords(settings)(.rootNothing).hasPrefix("Không có gì chờ khóa gốc"))
    #expect(try CommandWords(settings, language: .en)(.rootNothing).hasPrefix("Nothing waits"))
    settings.pages.language = "en"
    #expect(try CommandWords(settings)(.rootNothing).hasPrefix("Nothing waits"))
    #expect(try CommandWords(settings, language: .vi)(.rootNothing).hasPrefix("Không có gì"))
  }

  @Test func `a machine that has only the program is told everything, in keys and values`() throws {
    var settings = Settings()
    settings.pages.assets = "/nowhere"
    let words = try CommandWords(settings)

    #expect(words(.rootNothing) == "command.root.nothing")
    #expect(
      words(.rootForKiosk, ["path": "a.json", "device": "14464-1.ab"])
        == "command.root.forKiosk device=14464-1.ab path=a.json")
  }

  @Test func `what looks like a place in a value stays as it is`() throws {
    let words = try words(.en)

    #expect(
      words(.rootForKiosk, ["path": "{device}{", "device": "{path}"])
        == "{device}{: carry this to the kiosk {path}")
    #expect(words(.importWritten) == "written: {path}")
  }

  @Test func `a kiosk's line says state, troubles and lineage in words`() throws {
    var kiosk = FleetKiosk()
    (kiosk.log, kiosk.centre, kiosk.name) = ("ab", "14464-1", "Xã Gia Viễn")
    (kiosk.size, kiosk.stored, kiosk.version, kiosk.clockQuality) = (12, 10, "1.0", 0)
    kiosk.attention = ["printing", "strange"]
    (kiosk.branchOf, kiosk.fork, kiosk.branches) = ("cd", 7, ["ef", "01"])

    #expect(
      try words(.vi).line(kiosk) == """
        ab  14464-1  Chưa liên lạc (Giờ chưa đáng tin, Có bản in chưa in được, Việc khác: strange)  \
        chưa lần nào  đã về 10  còn chờ 2  1.0  Xã Gia Viễn  Nhánh của sổ cd, từ bản ghi 7  \
        Đã tách nhánh: ef 01
        """)
    (kiosk.attention, kiosk.clockQuality) = ([], 3)
    (kiosk.branchOf, kiosk.branches, kiosk.heardMilliseconds) = (nil, [], 0)
    #expect(
      try words(.en).line(kiosk)
        == "ab  14464-1  Sending  1970-01-01 07:00  10 stored  2 waiting  1.0  Xã Gia Viễn")
  }

  @Test func `a wrong enrolment code is told to whoever types it, not to a client`() throws {
    let province = try TestProvince()
    let kiosk = TestKiosk(host: "province.test")
    let request = try kiosk.enrolment(code: "A7K2-9QXM-4RTP")

    let problem = try #require(throws: Problem.self) {
      try province.application.enrolments.enrol(request, address: "stick")
    }

    #expect(problem.saying == Saying(.problemCodeUnknown))
    #expect(Problem.revoked.saying == Saying(.problemRevoked))
    let other = Problem.digestMissing
    #expect(
      other.saying == Saying(.problemOther, ["title": other.title, "detail": other.detail]))
  }
}
