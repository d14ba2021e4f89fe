import Centre
import Foundation
import HTTP
import Store
import Testing

@testable import Kiosk

@Suite struct DoorTextsTests {
  @Test func `both languages have every key with the same placeholders`() throws {
    let texts = try Texts(directory: "\(DoorKiosk.assets)/text")

    #expect(texts.problems.isEmpty)
    #expect(texts.keys(.vi) == texts.keys(.en))
    #expect(texts.keys(.vi).count > 100)
  }

  @Test func `every text that a template shows exists`() throws {
    let texts = try Texts(directory: "\(DoorKiosk.assets)/text")
    let sources = try Pages.sources(in: "\(DoorKiosk.assets)/pages")

    #expect(sources.contains { $0.name == "door-idle" })
    for source in sources {
      for key in source.textKeys {
        #expect(texts.text(named: key, .vi) != nil, "\(source.name).mustache: \(key)")
      }
    }
  }

  @Test func `every text of the door is shown somewhere`() throws {
    let texts = try Texts(directory: "\(DoorKiosk.assets)/text")
    let sources = try Pages.sources(in: "\(DoorKiosk.assets)/pages")
    let used = Set(sources.flatMap(\.textKeys)).union(TextKey.allCases.map(\.rawValue))

    for key in texts.keys(.vi) where key.hasPrefix("door.") {
      #expect(used.contains(key), "\(key) is shown nowhere")
    }
  }

  @Test func `texts are NFC`() throws {
    let texts = try Texts(directory: "\(DoorKiosk.assets)/text")

    for language in Language.allCases {
      for key in texts.keys(language) {
        let text = texts.text(named: key, language) ?? ""
        #expect(
          Array(text.unicodeScalars)
            == Array(text.precomposedStringWithCanonicalMapping.unicodeScalars))
      }
    }
  }

  struct Flaw: CustomTestStringConvertible, Sendable {
    let name: String
    let vi: String
    let en: String
    let message: String
    var testDescription: String { name }
  }

  static let flaws = [
    Flaw(name: "a missing key", vi: #"{"a":"1"}"#, en: "{}", message: "a is missing in en.json"),
    Flaw(
      name: "another placeholder", vi: #"{"a":"{time}"}"#, en: #"{"a":"{day}"}"#,
      message: "a has other placeholders in en.json"),
    Flaw(name: "a number", vi: #"{"a":1}"#, en: "{}", message: "vi.json: Expected a string"),
    Flaw(name: "broken JSON", vi: #"{"a":"#, en: "{}", message: "at byte 5"),
  ]

  @Test(arguments: flaws) func `flawed catalogues stop the start`(_ flaw: Flaw) throws {
    let folder = "\(NSTemporaryDirectory())/texts-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try flaw.vi.write(toFile: "\(folder)/vi.json", atomically: true, encoding: .utf8)
    try flaw.en.write(toFile: "\(folder)/en.json", atomically: true, encoding: .utf8)

    let error = #expect(throws: PagesError.self) { try Texts(directory: folder) }

    #expect(error?.message.contains(flaw.message) == true, "\(error?.message ?? "")")
  }

  @Test func `a template that asks for what does not exist is refused`() throws {
    let texts = try Texts(directory: "\(DoorKiosk.assets)/text")

    for text in ["{{t.door.nonsense}}", "{{ link.nonsense }}"] {
      #expect(throws: PagesError.self) {
        try TemplateSource(name: "x", text: text).compiled(texts, .vi)
      }
    }
  }

  @Test func `texts and addresses are put in place, escaped, with their places left open`() throws {
    let texts = try Texts(directory: "\(DoorKiosk.assets)/text")
    let source = TemplateSource(
      name: "x", text: "<a href=\"{{link.asset}}\">{{t.door.at}}</a>{{#name}}!{{/name}}")

    let compiled = try source.compiled(texts, .vi)

    #expect(compiled == "<a href=\"/assets/{{file}}\">lúc {{time}}</a>{{#name}}!{{/name}}")
    #expect(TemplateSource.escaped("<&\"'>") == "&lt;&amp;&quot;&#39;&gt;")
  }

  @Test func `addresses encode what they carry`() {
    #expect(Link.apiUndo.path(["visit": "4711"]) == "/api/check-ins/4711/undo")
    #expect(Link.asset.path(["file": "a/b c%"]) == "/assets/a%2Fb%20c%25")
  }

  @Test(arguments: [(0, "0"), (5, "0,5"), (120, "12"), (125, "12,5")])
  func `hours are said as people say them`(tenths: Int64, text: String) {
    #expect(HoursText.text(tenths: tenths, .vi) == text)
  }

  @Test(
    arguments: [
      ("/check-in", "Lượt vừa rồi CHƯA được ghi."),
      ("/undo", "CHƯA bỏ được: lượt điểm danh vẫn còn trong sổ."),
      ("/check-out", "Giờ về CHƯA được ghi; lượt học vẫn còn trong sổ."),
    ], [StoreError.Cause.diskFull, .readOnly, .other])
  func `what broke is told by what was wanted`(
    _ wish: (path: String, outcome: String), _ cause: StoreError.Cause
  ) throws {
    let pages = try Pages(assets: DoorKiosk.assets)
    let problems = ProblemPages(pages: pages, centreName: "Trung tâm") { _, _, _ in }
    let error = StoreError(operation: "write", cause: cause, code: "x", message: "x")

    let page = problems.response(
      to: try Request(method: "POST", target: wish.path), error: error)

    #expect(page.text.contains(wish.outcome))
    #expect(page.text.contains("CHƯA") && page.text.matches(of: /CHƯA/).count == 1)
  }

  @Test(arguments: [
    (0, "lần gửi gần nhất 07:40"), (-1, "lần gửi gần nhất 07:40 ngày 23/11/2026"),
    (21, "lần gửi gần nhất 07:40 ngày 02/11/2026"),
  ])
  func `the last sending is told with its day unless that is today`(
    daysAgo: Int64, text: String
  )
    throws
  {
    let today = try #require(Day(iso: "2026-11-23"))
    let time = today.startMilliseconds + (7 * 60 + 40) * 60_000
    let sent = daysAgo > 0 ? time - daysAgo * Day.milliseconds : time
    let balance = BooksBalance(
      recorded: 1284, confirmed: 0, waiting: 1284, needsAttention: 0, attention: nil,
      lastReceiptMilliseconds: sent, isEnrolled: true)

    let said = SavedLine.text(
      balance, today: daysAgo < 0 ? today.advanced(byDays: 1) : today,
      try Texts(directory: "\(DoorKiosk.assets)/text"), .vi)

    #expect(said.hasSuffix(text))
  }

  @Test func `a full disk is said in plain words and with 503`() throws {
    let pages = try Pages(assets: DoorKiosk.assets)
    let problems = ProblemPages(pages: pages, centreName: "Trung tâm") { _, _, _ in }
    let full = StoreError(
      operation: "check in", cause: .diskFull, code: "sqlite-13", message: "full")

    let program = problems.response(
      to: try Request(method: "POST", target: "/api/check-ins"), error: full)
    let page = problems.response(
      to: try Request(method: "POST", target: "/check-in"), error: full)

    #expect(program.status.code == 503)
    #expect(program.text.contains("disk.full"))
    #expect(program.headers["Retry-After"] == "10")
    #expect(page.status.code == 503)
    #expect(page.text.contains("bộ nhớ đã đầy"))
    #expect(page.text.contains("CHƯA được ghi"))
  }
}
