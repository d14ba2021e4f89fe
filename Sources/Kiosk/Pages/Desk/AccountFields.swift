/// The fields of an account, shared by set-up, signing in and adding users.
enum AccountFields {
  static func name(_ call: DeskRequest, _ value: String) -> Field {
    var field = Field("name", call.text(.accountName), value: value)
    field.hint = call.text(.accountNameHint)
    field.isRequired = true
    field.autocomplete = "username"
    return field
  }

  /// A password; what was typed is never sent back.
  static func password(_ call: DeskRequest, _ name: String, _ label: String) -> Field {
    var field = Field(name, label)
    field.kind = .password
    field.isRequired = true
    let isCurrent = name == "password" || name == "oldPassword"
    field.autocomplete = isCurrent ? "current-password" : "new-password"
    return field
  }

  /// A password to be chosen, with the rule for it.
  static func newPassword(_ call: DeskRequest, _ label: DeskText = .accountPassword) -> Field {
    var field = password(call, "password", call.text(label))
    field.autocomplete = "new-password"
    let count = call.desk.settings.desk.passwordLength
    field.hint = call.text(.accountPasswordHint, ["count": String(count)])
    return field
  }

  /// A password to be chosen, typed twice; `label` names the first.
  static func chosenTwice(_ call: DeskRequest, _ label: DeskText) -> [Field] {
    var first = newPassword(call, label)
    first.isNarrow = true
    var again = password(call, "passwordAgain", call.text(.accountPasswordAgain))
    again.isNarrow = true
    return [first, again]
  }

  /// What the page itself sees of a form with a chosen password: an empty old one, two that differ.
  static func problems(_ form: FormText, old: String? = nil) -> [FormProblem] {
    var problems: [FormProblem] = []
    if old?.isEmpty == true { problems.append(FormProblem(field: "oldPassword", reason: .missing)) }
    if form.text("password") != form.text("passwordAgain") {
      problems.append(FormProblem(field: "passwordAgain", reason: .unknown))
    }
    return problems
  }
}
