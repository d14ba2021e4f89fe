import Centre
import HTTP
import Testing

@testable import Kiosk

@Suite struct DoorInterfaceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    var target = "/api/check-ins"
    let body: String
    var type: String?
    var headers: [Header] = []
    var address = "127.0.0.1"
    let status: Int
    let contains: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "cut short", body: #"{"code":"1","sou"#, status: 400,
      contains: ["json.syntax", #""offset":16"#, "not closed"]),
    Case(
      name: "a comma too many", body: #"{"code":"1",}"#, status: 400,
      contains: ["json.syntax", #""offset":12"#]),
    Case(
      name: "text after the object", body: #"{"code":"1","source":"wedge"} x"#, status: 400,
      contains: [#""offset":30"#]),
    Case(name: "empty", body: " ", status: 400, contains: ["json.syntax", #""offset":1"#]),
    Case(
      name: "an array", body: "[]", status: 400, contains: ["json.type", "an array"]),
    Case(
      name: "a number for the code", body: #"{"code": 12, "source":"wedge"}"#, status: 400,
      contains: ["json.type", #""pointer":"/code""#, #""offset":9"#]),
    Case(
      name: "an unknown source", body: #"{"code":"1","source":"telepathy"}"#, status: 400,
      contains: ["json.source", #""pointer":"/source""#, "wedge, keypad, serial"]),
    Case(
      name: "the screen's own source", body: #"{"code":"1","source":"search"}"#, status: 400,
      contains: ["json.source"]),
    Case(
      name: "no source", body: #"{"code":"1"}"#, status: 400, contains: ["json.missing", "source"]),
    Case(
      name: "an unknown member", body: #"{"code":"1","source":"wedge","name":"x"}"#, status: 400,
      contains: ["json.unknownName", #""pointer":"/name""#]),
    Case(
      name: "a member twice", body: #"{"code":"1","code":"2","source":"wedge"}"#, status: 400,
      contains: ["stands twice", #""offset":12"#]),
    Case(
      name: "half a surrogate", body: #"{"code":"\ud800","source":"wedge"}"#, status: 400,
      contains: ["surrogate"]),
    Case(
      name: "a control character", body: "{\"code\":\"1\u{1}\",\"source\":\"wedge\"}", status: 400,
      contains: ["control character"]),
    Case(
      name: "a form", body: "code=1", type: "application/x-www-form-urlencoded", status: 415,
      contains: ["api.contentType"]),
    Case(
      name: "plain text, as another site's script may send",
      body: #"{"code":"1","source":"wedge"}"#, type: "text/plain", status: 415,
      contains: ["application/json"]),
    Case(
      name: "another machine", body: #"{"code":"1","source":"wedge"}"#, address: "192.168.1.20",
      status: 403, contains: ["api.notLocal"]),
    Case(
      name: "another site's page", body: #"{"code":"1","source":"wedge"}"#,
      headers: [Header("Sec-Fetch-Site", "same-site")], status: 403,
      contains: ["request.foreign"]),
    Case(
      name: "an unknown session", body: #"{"code":"@","source":"wedge","session":"2026-9999"}"#,
      status: 404, contains: ["session.unknown", "There is no such session."]),
    Case(
      name: "eleven digits", body: #"{"code":"03708500123","source":"wedge"}"#, status: 200,
      contains: [#""outcome":"unreadable""#, #""reason":"wrongLength""#, "11 chữ số"]),
    Case(
      name: "an impossible date",
      body:
        #"{"code":"037085001234||Nguyễn Thị Hoà|31021985|Nữ|Gia Viễn|12082021","source":"camera"}"#,
      status: 200, contains: [#""reason":"impossibleDate""#, "Ngày 31/02/1985 "]),
    Case(
      name: "a damaged letter",
      body:
        "{\"code\":\"037085001234||Nguy\u{FFFD}n|05031985|Nữ|Gia Viễn|12082021\",\"source\":\"camera\"}",
      status: 200, contains: [#""reason":"replacementCharacter""#]),
    Case(
      name: "letters of another script",
      body:
        #"{"code":"037085001234||阮氏和|05031985|Nữ|Gia Viễn|12082021","source":"camera"}"#,
      status: 200, contains: [#""reason":"foreignScript""#]),
    Case(
      name: "nobody's identity number", body: #"{"code":"037085001234","source":"keypad"}"#,
      status: 200, contains: [#"{"outcome":"unknownBadge"}"#]),
    Case(
      name: "a null session", body: #"{"code":"","source":"wedge","session":null}"#, status: 200,
      contains: [#""reason":"empty""#]),
    Case(
      name: "an undo of nothing", target: "/api/check-ins/999999/undo", body: "", status: 200,
      contains: [#"{"outcome":"notFound"}"#]),
    Case(
      name: "an undo of no number", target: "/api/check-ins/x/undo", body: "", status: 400,
      contains: ["visit.number"]),
  ]

  @Test(arguments: cases) func `each body gets its answer`(_ example: Case) throws {
    let kiosk = try DoorKiosk()
    let body = example.body.replacing("@", with: kiosk.resident.cardDigits)

    let response = try kiosk.respond(
      "POST", example.target, body, type: example.type, headers: example.headers,
      from: example.address)

    #expect(response.status.code == example.status, "\(response.text)")
    for text in example.contains { #expect(response.text.contains(text), "\(response.text)") }
    let type = response.headers["Content-Type"]
    #expect(type == (example.status == 200 ? "application/json" : "application/problem+json"))
  }

  @Test func `a code is welcomed once and then found`() throws {
    let kiosk = try DoorKiosk()

    let first = try kiosk.respond("POST", "/api/check-ins", kiosk.checkIn)
    let second = try kiosk.respond("POST", "/api/check-ins", kiosk.checkIn)

    #expect(first.text.hasPrefix(#"{"outcome":"welcome","visit":"#))
    #expect(first.text.contains(#""name":"Đỗ Thị Hạnh""#))
    #expect(first.text.contains(#""time":"08:02""#))
    #expect(first.text.contains(#""hoursThisYearTenths":25"#))
    #expect(first.text.contains(#""attended":1,"required":5"#))
    #expect(second.text.hasPrefix(#"{"outcome":"alreadyIn""#))
    #expect(JSONReader.isObject(first.text))
    #expect(JSONReader.isObject(second.text))
  }

  @Test func `undo and check-out go by the visit's number`() throws {
    let kiosk = try DoorKiosk()

    let first = try kiosk.respond("POST", "/api/check-ins", kiosk.checkIn)
    let visit = try #require(first.text.firstMatch(of: /"visit":(\d+)/)?.1)
    let undone = try kiosk.respond("POST", "/api/check-ins/\(visit)/undo")
    let again = try kiosk.respond("POST", "/api/check-ins", kiosk.checkIn)
    let other = try #require(again.text.firstMatch(of: /"visit":(\d+)/)?.1)
    let left = try kiosk.respond("POST", "/api/check-ins/\(other)/check-out")

    #expect(undone.text == #"{"outcome":"undone"}"#)
    #expect(again.text.contains("welcome"))
    #expect(left.text.hasPrefix(#"{"outcome":"checkedOut""#))
  }

  @Test func `several open sessions are listed`() throws {
    let kiosk = try DoorKiosk()
    try DoorKiosk.openSession("Luật \"Đất đai\"", in: kiosk.desk)

    let answer = try kiosk.respond("POST", "/api/check-ins", kiosk.checkIn)

    #expect(answer.text.hasPrefix(#"{"outcome":"chooseSession","sessions":[{"session":"#))
    #expect(answer.text.contains(#"Luật \"Đất đai\""#))
    #expect(JSONReader.isObject(answer.text))
  }

  @Test func `a search shows neither birth date nor telephone`() throws {
    let kiosk = try DoorKiosk()

    let answer = try kiosk.respond("GET", "/api/residents?name=do%20thi%20hanh")

    #expect(answer.text.contains("Đỗ Thị Hạnh"))
    #expect(!answer.text.contains("1985"))
    #expect(!answer.text.contains("0912345678"))
  }

  @Test func `another machine is let in when the settings say so`() throws {
    let kiosk = try DoorKiosk(configuration: "[checkIn]\nisAPILocal = false\n")

    let answer = try kiosk.respond(
      "POST", "/api/check-ins", kiosk.checkIn, from: "192.168.1.20")

    #expect(answer.text.contains("welcome"))
  }

  @Test func `the state of the kiosk is told in figures`() throws {
    let kiosk = try DoorKiosk()

    let answer = try kiosk.respond("GET", "/api/status")

    #expect(answer.text.contains(#""canSave":true"#))
    #expect(JSONReader.isObject(answer.text))
  }

  @Test func `GET of the check-ins is refused with the methods allowed`() throws {
    let kiosk = try DoorKiosk()

    let answer = try kiosk.respond("GET", "/api/check-ins")

    #expect(answer.status == .methodNotAllowed)
    #expect(answer.headers["Allow"]?.contains("POST") == true)
    #expect(answer.headers["Content-Type"] == "application/problem+json")
  }
}

extension JSONReader {
  /// Whether a text is one strict JSON object.
  fileprivate static func isObject(_ text: String) -> Bool {
    guard let value = try? read(Array(text.utf8)), case .object = value.content else {
      return false
    }
    return true
  }
}
