import HTTP

/// One's own account: the password is changed by whoever knows the old one.
enum AccountPage {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.account, in: nil) { call in draw(call) }
    routes.write(.account, in: nil, by: .any, change)
  }

  private static func change(_ call: DeskRequest) throws -> Response {
    guard let user = call.user else { return call.leave(to: DeskPlace.signIn.path()) }
    let form = try call.form()
    let old = form.text("oldPassword")
    let problems = AccountFields.problems(form, old: old)
    guard problems.isEmpty else { return draw(call, problems) }
    let answer = try call.desk.changeOwnPassword(
      of: user, old: old, new: form.text("password"), address: call.http.remoteAddress)
    switch answer {
    case .signedIn(let token, _):
      return call.leave(to: DeskPlace.account.path(), .flashPasswordChanged)
        .setting(SignInRoom.cookie(token))
    case .invalid(let problems):
      return draw(call, problems)
    case .wrong, .alreadySetUp:
      return draw(call, [FormProblem(field: "oldPassword", reason: .unknown)])
    case .lockedFor(let seconds):
      return draw(call, alert: SignInRoom.locked(call, seconds), status: .tooManyRequests)
        .with("Retry-After", String(seconds))
    }
  }

  private static func draw(
    _ call: DeskRequest, _ problems: [FormProblem] = [], alert: String? = nil, status: Status? = nil
  ) -> Response {
    let old = AccountFields.password(call, "oldPassword", call.text(.accountOldPassword))
    let fields = [old] + AccountFields.chosenTwice(call, .accountNewPassword)
    var page = DeskPage("desk-account", title: call.text(.accountTitle))
    page.values = call.values(of: fields, problems, form: "account")
    page.values["facts"] = call.user.map { user in
      [call.fact(.accountName, user.user), call.fact(.usersRole, call.name(of: user.role))]
    }
    page.alert = alert
    page.status = status ?? (problems.isEmpty ? .ok : .unprocessableContent)
    return call.answer(page)
  }
}
