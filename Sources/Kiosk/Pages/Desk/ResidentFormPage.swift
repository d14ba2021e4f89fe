import Centre
import HTTP

/// The form of a resident, empty to add one or filled to edit one. What was typed is never lost: a
/// form that cannot be taken comes back as it was sent, with each problem at its field.
struct ResidentFormPage {
  /// The resident that is edited; nil when one is added.
  let resident: Resident?

  /// Takes the form that was sent: reads an identity card's text into it, or records it.
  func send(_ call: DeskRequest) throws -> Response {
    let sent = try call.form()
    let form = Self.read(sent)
    guard sent["do"] != "read" else { return fill(call, form, from: sent.text("scan")) }
    let answer =
      if let resident {
        try call.desk.editResident(resident.id, form)
      } else {
        try call.desk.addResident(form)
      }
    switch answer {
    case .saved(let saved):
      let values = ["name": saved.name, "card": call.card(saved)]
      let message: DeskText = resident == nil ? .flashResidentAdded : .flashResidentEdited
      return call.leave(to: DeskPlace.resident.path(String(saved.id)), message, values)
    case .invalid(let problems):
      return draw(call, form, problems, status: .unprocessableContent)
    case .notFound:
      return call.missing(.missingResident)
    }
  }

  /// Draws the form.
  func draw(
    _ call: DeskRequest, _ form: ResidentForm, _ problems: [FormProblem] = [],
    scan: (text: String, error: String) = ("", ""), notice: String? = nil, status: Status = .ok
  ) -> Response {
    var values = call.values(of: fields(call, form), problems, form: "resident")
    values["action"] = path
    values["leave"] = path
    values["hasScan"] = true
    values["scan"] = scanField(call, scan).values
    values["hasNotice"] = notice != nil
    values["notice"] = notice ?? ""
    let title: DeskText = resident == nil ? .residentAddTitle : .residentEditTitle
    var page = DeskPage("desk-resident-form", title: call.text(title), values)
    page.back = (path, resident.map { call.name(of: $0) } ?? call.text(.residentsTitle))
    page.status = status
    return call.answer(page)
  }

  private var path: String {
    resident.map { DeskPlace.resident.path(String($0.id)) } ?? DeskPlace.residents.path()
  }

  private static func read(_ sent: FormText) -> ResidentForm {
    var form = ResidentForm()
    form.name = sent.text("name")
    form.birth = sent.text("birth")
    form.sex = sent.text("sex")
    form.village = sent.text("village")
    form.phone = sent.text("phone")
    form.identityNumber = sent.text("identityNumber")
    return form
  }

  private func fill(_ call: DeskRequest, _ form: ResidentForm, from text: String) -> Response {
    guard !Name.tidied(text).isEmpty else {
      let scan = (text, call.text(.residentScanEmpty))
      return draw(call, form, scan: scan, status: .unprocessableContent)
    }
    do {
      var filled = try call.desk.residentForm(scanned: text)
      filled.phone = form.phone
      return draw(call, filled, notice: call.text(.residentScanned))
    } catch {
      let error = call.unreadable(error)
      return draw(call, form, scan: (text, error), status: .unprocessableContent)
    }
  }

  private func scanField(_ call: DeskRequest, _ scan: (text: String, error: String)) -> Field {
    var field = Field("scan", call.text(.residentScanLabel), value: scan.text)
    field.hint = call.text(.residentScanHint)
    field.error = scan.error
    return field
  }

  private func fields(_ call: DeskRequest, _ form: ResidentForm) -> [Field] {
    var name = Field("name", call.text(.residentsName), value: form.name)
    name.hint = call.text(.residentNameHint)
    name.isRequired = true
    var birth = Field("birth", call.text(.residentBirth), value: form.birth)
    birth.hint = call.text(.residentBirthHint)
    birth.isNarrow = true
    birth.isOptional = true
    var sex = Field("sex", call.text(.residentsSex), value: form.sex)
    sex.kind = .choice([
      ("", call.text(.residentsUnknownSex)), (Sex.female.rawValue, call.text(.residentsFemale)),
      (Sex.male.rawValue, call.text(.residentsMale)),
    ])
    sex.isNarrow = true
    var village = Field("village", call.text(.residentsVillage), value: form.village)
    village.isOptional = true
    var phone = Field("phone", call.text(.residentsPhone), value: form.phone)
    phone.hint = call.text(.residentPhoneHint)
    phone.kind = .digits
    phone.isOptional = true
    phone.isNarrow = true
    return [name, birth, sex, village, phone, identity(call, form)]
  }

  private func identity(_ call: DeskRequest, _ form: ResidentForm) -> Field {
    var field = Field("identityNumber", call.text(.residentIdentity), value: form.identityNumber)
    field.hint =
      resident?.identityLast4.map { call.text(.residentIdentityKeep, ["digits": $0]) }
      ?? call.text(.residentIdentityHint)
    field.kind = .digits
    field.isNarrow = true
    field.isOptional = resident?.identityLast4 == nil
    return field
  }
}

extension DeskRequest {
  /// Why a scanned text could not be read, in words.
  func unreadable(_ reason: Unreadable) -> String {
    phrase(reason.phraseKey, reason.phraseValues) ?? reason.phraseKey
  }

  /// A PDF to be shown in the browser, kept by no cache.
  func pdf(_ bytes: [UInt8], name: String) -> Response {
    Response.bytes(bytes, contentType: "application/pdf")
      .with("Content-Disposition", "inline; filename=\"\(name)\"")
      .with("Cache-Control", "no-store")
  }
}
