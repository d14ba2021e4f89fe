import Centre
import HTTP
import Store

/// The last certificate number on paper, told by the director after a restore: until the province has
/// answered or somebody has looked into the register, this kiosk issues nothing. The director may tell it at
/// any time, for the province does not know what never reached it.
enum NumberRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.lastNumber, in: .certificates) { call in try show(call) }
    routes.write(.lastNumber, in: .certificates, by: .direct, tell)
  }

  private static func tell(_ call: DeskRequest) throws -> Response {
    let typed = try call.form().text("last")
    switch try call.desk.tellLastNumber(typed) {
    case .taken(let next):
      return call.leave(
        to: DeskPlace.certificates.path(), .numbersFlash, ["number": next.display])
    case .clockUntrusted:
      return try show(call, typed, alert: call.text(.refusalClockUntrusted))
    case .invalid(let problem):
      return try show(call, typed, [problem])
    }
  }

  private static func show(
    _ call: DeskRequest, _ typed: String = "", _ problems: [FormProblem] = [],
    alert: String? = nil
  ) throws -> Response {
    let isUnsure = call.desk.areNumbersUnsure
    let isDirector = call.user?.role == .director
    var field = Field("last", call.text(.numbersLast), value: typed)
    field.hint = call.text(.numbersLastHint)
    field.isRequired = true
    field.isNarrow = true
    var page = DeskPage("desk-last-number", title: call.text(.numbersTitle))
    page.values = call.values(of: [field], problems, form: "numbers")
    page.values.merge([
      "isUnsure": isUnsure, "known": try known(call), "canTell": isDirector,
      "mustAsk": !isDirector, "isEnrolled": try call.desk.balance().isEnrolled,
      "href": DeskPlace.lastNumber.path(),
    ]) { _, own in own }
    page.alert = alert
    page.status = problems.isEmpty && alert == nil ? .ok : .unprocessableContent
    page.back = (DeskPlace.certificates.path(), call.text(.certificatesTitle))
    return call.answer(page)
  }

  private static func known(_ call: DeskRequest) throws -> String {
    guard let last = try call.desk.lastNumber() else { return call.text(.numbersKnownNone) }
    return call.text(.numbersKnown, ["number": last.display, "year": String(last.year)])
  }
}
