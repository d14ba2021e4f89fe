import Centre
import Evidence
import HTTP
import Store

/// The machine's clock: what time it believes, why, and the form that sets it.
enum ClockRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.clock, in: .today) { call in try show(call) }
    routes.write(.clock, in: .today, set)
  }

  private static func set(_ call: DeskRequest) throws -> Response {
    let form = try call.form()
    let day = form.text("day")
    let time = form.text("time")
    let answer = try call.desk.setClock(
      day: day, time: time, isSure: form["sure"] == "yes", by: call.user?.user ?? "")
    switch answer {
    case .set(let wall):
      return call.leave(to: DeskPlace.clock.path(), .clockFlash, ["moment": call.moment(wall)])
    case .notNeeded:
      return call.leave(to: DeskPlace.clock.path(), .clockNotNeeded)
    case .invalid(let problems):
      return try show(call, day: day, time: time, problems)
    case .notSure(let from, let to):
      return try show(call, day: day, time: time, question: (from, to))
    }
  }

  /// - Parameter question: the times between which the clock would move, when that must be confirmed.
  private static func show(
    _ call: DeskRequest, day: String = "", time: String = "", _ problems: [FormProblem] = [],
    question: (from: Int64, to: Int64)? = nil
  ) throws -> Response {
    let reading = call.desk.clock.read()
    let ground = call.desk.clockJudgement?.ground
    let why = ground.flatMap { call.phrase("desk.clock.why.\($0.rawValue)") }
    let isBetter = ground == .receipt || ground == .network
    var page = DeskPage("desk-clock", title: call.text(.clockTitle))
    page.values = call.values(of: fields(call, day, time), problems, form: "clock")
    page.values.merge([
      "day": call.weekday(Day(wallMilliseconds: reading.wallMilliseconds)),
      "time": TimeOfDay.text(wallMilliseconds: reading.wallMilliseconds),
      "quality": call.phrase("desk.clock.quality.\(reading.quality)") ?? "",
      "why": why ?? "", "isTrusted": reading.quality.isTrusted,
      "canSet": call.mayWrite && !isBetter, "isBetter": isBetter,
      "facts": try facts(call),
      "isAsked": question != nil, "hasSureError": question != nil,
      "sureLabel": call.text(
        .clockSure,
        ["from": call.moment(question?.from ?? 0), "to": call.moment(question?.to ?? 0)]),
      "sureError": call.text(.clockSureMissing), "href": DeskPlace.clock.path(),
    ]) { _, own in own }
    page.back = (DeskPlace.today.path(), call.text(.todayTitle))
    page.status = problems.isEmpty && question == nil ? .ok : .unprocessableContent
    return call.answer(page)
  }

  private static func facts(_ call: DeskRequest) throws -> [[String: Any]] {
    let receipt = try call.desk.balance().lastReceiptMilliseconds
    var facts = [
      call.fact(.clockLastReceipt, receipt.map { call.moment($0) } ?? call.text(.clockNever))
    ]
    if let range = call.desk.timekeeper?.settable() {
      facts.append(call.fact(.clockLeast, call.moment(range.lowerBound)))
    }
    return facts
  }

  private static func fields(_ call: DeskRequest, _ day: String, _ time: String) -> [Field] {
    var first = Field("day", call.text(.clockDay), value: day)
    first.hint = call.text(.clockDayHint)
    first.isRequired = true
    first.isNarrow = true
    var second = Field("time", call.text(.clockTime), value: time)
    second.hint = call.text(.clockTimeHint)
    second.isRequired = true
    second.isNarrow = true
    return [first, second]
  }
}
