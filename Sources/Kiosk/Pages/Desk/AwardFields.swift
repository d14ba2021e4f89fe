import Centre

/// The words of an award as a form has them, to give one and to correct one.
enum AwardFields {
  /// What was sent.
  static func read(_ call: DeskRequest, _ sent: FormText) -> AwardForm {
    var form = AwardForm()
    form.title = sent.text("title")
    form.citation = sent.text("citation")
    form.basis = sent.text("basis")
    form.salutation =
      AwardSalutation(rawValue: sent.text("salutation")).map { words(call, $0) } ?? ""
    return form
  }

  /// The fields, filled.
  static func fields(_ call: DeskRequest, _ form: AwardForm) -> [Field] {
    var title = Field("title", call.text(.awardTitle), value: form.title)
    title.hint = call.text(.awardTitleHint, ["count": String(Award.titleLength)])
    title.isRequired = true
    var salutation = Field("salutation", call.text(.awardSalutation))
    salutation.value =
      AwardSalutation.allCases.first { words(call, $0) == form.salutation }?.rawValue ?? ""
    let others = AwardSalutation.allCases.map { one in
      (key: one.rawValue, word: call.phrase(key(one)) ?? one.rawValue)
    }
    salutation.kind = .choice([(key: "", word: call.text(.awardSalutationUsual))] + others)
    var citation = Field("citation", call.text(.awardCitation), value: form.citation)
    citation.hint = call.text(.awardCitationHint)
    citation.kind = .paragraph
    citation.isRequired = true
    var basis = Field("basis", call.text(.awardBasis), value: form.basis)
    basis.hint = call.text(.awardBasisHint)
    basis.isOptional = true
    return [title, salutation, citation, basis]
  }

  /// A text as it goes on the paper: in Vietnamese, whatever language the desk is in.
  static func vietnamese(
    _ call: DeskRequest, _ key: DeskText, _ values: [String: String] = [:]
  ) -> String {
    let text = call.pages.texts.text(named: key.rawValue, .vi) ?? ""
    return Placeholders.fill(text) { values[$0] }
  }

  private static func words(_ call: DeskRequest, _ salutation: AwardSalutation) -> String {
    call.pages.texts.text(named: key(salutation), .vi) ?? ""
  }

  private static func key(_ salutation: AwardSalutation) -> String {
    "desk.award.salutation.\(salutation.rawValue)"
  }
}
