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
    field.autocomplete = name == "password" ? "current-password" : "new-password"
    return field
  }

  /// A password to be chosen, with the rule for it.
  static func newPassword(_ call: DeskRequest) -> Field {
    var field = password(call, "password", call.text(.accountPassword))
    field.autocomplete = "new-password"
    let count = call.desk.settings.desk.passwordLength
    field.hint = call.text(.accountPasswordHint, ["count": String(count)])
    return field
  }
}
