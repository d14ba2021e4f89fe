import Centre
import HTTP
import Store

/// The form on a resident's page by which the director erases the person.
struct EraseForm {
  private var why = ""
  private var isWhyMissing = false
  private var isSureMissing = false

  /// Whether it was sent and something is missing.
  var isWrong: Bool { isWhyMissing || isSureMissing }

  static func addRoute(to routes: inout DeskRoutes) {
    routes.write(.eraseResident, in: .residents, by: .direct) { call in
      try ResidentRoom.known(call, erase)
    }
  }

  /// What the page shows of it.
  func values(_ call: DeskRequest, _ resident: Resident) -> [String: Any] {
    var field = Field("why", call.text(.eraseWhy), value: why)
    let words = ErasureReason.chosen.map { reason in
      (key: reason.rawValue, word: call.phrase("desk.erase.reason.\(reason.rawValue)") ?? "")
    }
    field.kind = .choice([(key: "", word: call.text(.replaceWhyChoose))] + words)
    field.hint = call.text(.eraseWhyHint)
    field.isRequired = true
    field.error =
      isWhyMissing
      ? call.sentence(FormProblem(field: "why", reason: .notAChoice), form: "erase") : ""
    return [
      "canErase": call.user?.role == .director && !resident.isErased && !resident.isHead
        && resident.mergedInto == nil, "isEraseOpen": isWrong,
      "why": field.values, "sureLabel": call.text(.eraseSure), "hasSureError": isSureMissing,
      "sureError": call.text(.eraseSureMissing),
    ]
  }

  private static func erase(_ call: DeskRequest, _ resident: Resident) throws -> Response {
    let sent = try call.form()
    var form = EraseForm()
    form.why = sent.text("why")
    let reason = ErasureReason(rawValue: form.why).flatMap {
      ErasureReason.chosen.contains($0) ? $0 : nil
    }
    form.isWhyMissing = reason == nil
    form.isSureMissing = sent["sure"] != "yes"
    guard let reason, !form.isWrong else {
      return try ResidentRoom.show(call, resident, erasing: form)
    }
    let user = try call.user.flatMap { try call.desk.store.user(name: $0.user) }?.id
    let path = DeskPlace.resident.path(String(resident.id))
    switch try call.desk.eraseResident(resident.id, reason: reason, by: user) {
    case .erased(let pseudonym):
      return call.leave(to: path, .eraseDone, ["pseudonym": pseudonym])
    case .alreadyErased: return call.leave(to: path, .eraseAlready)
    case .notFound: return call.missing(.missingResident)
    }
  }
}
