import Centre
import HTTP
import Synchronization

/// The check-in interface for scanners' programs and the bench: JSON, from this machine only unless
/// the settings say otherwise.
///
/// A body must be `application/json`, which no HTML form can send, and a browser's request must
/// come from this kiosk's own pages.
struct CheckInInterface: Sendable {
  let desk: Desk
  let texts: Texts

  /// Adds the routes under `/api/`.
  func addRoutes(to router: inout Router) {
    router.on("POST", Link.apiCheckIns.pattern) { try checkIn($0) }
    router.on("POST", Link.apiUndo.pattern) { try undo($0) }
    router.on("POST", Link.apiCheckOut.pattern) { try checkOut($0) }
    router.on("GET", Link.apiResidents.pattern) { try residents($0) }
    router.on("GET", Link.apiStatus.pattern) { try status($0) }
  }

  private func checkIn(_ request: Request) throws -> Response {
    try admit(request)
    guard request.contentType == "application/json" else {
      throw Refusal(
        .unsupportedMediaType, code: "api.contentType",
        detail: "The body must be application/json.",
        headers: ["Accept": "application/json"])
    }
    let body: CheckInBody
    do {
      body = try CheckInBody(request.body)
    } catch {
      return error.problem.response
    }
    let answer = try desk.checkIn(scanned: body.code, source: body.source, session: body.session)
    return json(answers.object(answer))
  }

  private func undo(_ request: Request) throws -> Response {
    try admit(request)
    var json = JSONText()
    switch try desk.undo(visit: try visit(request)) {
    case .undone: json.text("outcome", "undone")
    case .tooLate: json.text("outcome", "tooLate")
    case .notFound: json.text("outcome", "notFound")
    }
    return self.json(json.object)
  }

  private func checkOut(_ request: Request) throws -> Response {
    try admit(request)
    let visit = try visit(request)
    guard let answer = try desk.checkOut(visit: visit, source: .serial) else {
      throw Refusal(.notFound, code: "visit.unknown", detail: "There is no visit \(visit).")
    }
    return json(answers.object(answer))
  }

  private func residents(_ request: Request) throws -> Response {
    try admit(request)
    let name = request.query["name"] ?? ""
    let residents = try desk.findResidents(name).map { resident in
      var json = JSONText()
      json.number("resident", resident.id)
      json.text("name", answers.hidesNames ? Name.given(resident.name) : resident.name)
      json.text("village", resident.village)
      return json.object
    }
    var json = JSONText()
    json.list("residents", residents)
    return self.json(json.object)
  }

  private func status(_ request: Request) throws -> Response {
    try admit(request)
    let balance = try desk.balance()
    let health = desk.health
    var json = JSONText()
    json.boolean("canSave", health.canSave)
    json.boolean("isDamaged", !health.damage.isEmpty)
    json.boolean("isClockTrusted", health.isClockTrusted)
    json.number("recorded", balance.recorded)
    json.number("confirmed", balance.confirmed)
    json.number("waiting", balance.waiting)
    json.number("needsAttention", balance.needsAttention)
    json.number("lastReceiptMilliseconds", balance.lastReceiptMilliseconds)
    json.number("diskPercent", (desk.disk.usage?.percent).map(Int64.init))
    json.text("screen", desk.screen.state.rawValue)
    json.number("screenSilences", desk.screen.silences)
    json.list("attention", try desk.needs().map { JSONText.quoted($0.code) })
    json.number("screens", Int64(desk.screens.count))
    json.list("scanners", desk.scanners.withLock { $0 }.map(object))
    return self.json(json.object)
  }

  private func object(_ scanner: ScannerState) -> [UInt8] {
    var json = JSONText()
    json.text("kind", scanner.kind.rawValue)
    json.text("name", scanner.name)
    json.text("state", scanner.condition.word)
    json.number("codes", Int64(scanner.codes))
    json.number("dropped", Int64(scanner.dropped))
    return json.object
  }

  private func admit(_ request: Request) throws(Refusal) {
    if desk.settings.checkIn.isAPILocal { try RequestOrigin.requireLocal(request) }
    try RequestOrigin.requireOwn(request)
  }

  private func visit(_ request: Request) throws(Refusal) -> Int64 {
    guard let visit = request.parameters["visit"].flatMap({ Int64($0) }), visit >= 0 else {
      throw Refusal(
        .badRequest, code: "visit.number", detail: "The visit in the address is not a number.")
    }
    return visit
  }

  private var answers: AnswerJSON {
    AnswerJSON(texts: texts, hidesNames: desk.settings.checkIn.hidesNames)
  }

  private func json(_ bytes: [UInt8]) -> Response {
    Response.json(bytes).with("Cache-Control", "no-store")
  }
}
