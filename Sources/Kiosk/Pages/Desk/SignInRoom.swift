import HTTP

/// Set-up at the first start, signing in and signing out.
enum SignInRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.open("GET", .setUp) { call in
      guard try call.desk.needsSetUp() else { return toSignIn(call, .setUpDone) }
      return setUpPage(call, code: "", name: "")
    }
    routes.open("POST", .setUp, setUp)
    routes.open("GET", .signIn) { call in
      guard try !call.desk.needsSetUp() else { return call.leave(to: DeskPlace.setUp.path()) }
      return signInPage(call, name: "", next: call.http.query["next"])
    }
    routes.open("POST", .signIn, signIn)
    routes.write(.signOut, in: nil, by: .any, signOut)
  }

  private static func setUp(_ call: DeskRequest) throws -> Response {
    let form = try call.form()
    let code = form.text("code")
    let name = form.text("name")
    let password = form.text("password")
    var problems: [FormProblem] = []
    if code.isEmpty { problems.append(FormProblem(field: "code", reason: .missing)) }
    problems += AccountFields.problems(form)
    guard problems.isEmpty else {
      return setUpPage(call, code: code, name: name, problems, status: .unprocessableContent)
    }
    let answer = try call.desk.setUp(
      code: code, name: name, password: password, address: call.http.remoteAddress)
    switch answer {
    case .signedIn(let token, _):
      return call.leave(to: DeskPlace.today.path(), .flashSetUp).setting(cookie(token))
    case .wrong:
      return setUpPage(
        call, code: code, name: name, alert: call.text(.setUpWrongCode), status: .forbidden)
    case .lockedFor(let seconds):
      let page = setUpPage(
        call, code: code, name: name, alert: locked(call, seconds), status: .tooManyRequests)
      return page.with("Retry-After", String(seconds))
    case .invalid(let problems):
      return setUpPage(call, code: code, name: name, problems, status: .unprocessableContent)
    case .alreadySetUp:
      return toSignIn(call, .setUpDone)
    }
  }

  private static func signIn(_ call: DeskRequest) throws -> Response {
    let form = try call.form()
    let name = form.text("name")
    let next = form.text("next")
    let answer = try call.desk.signIn(
      name: name, password: form.text("password"), address: call.http.remoteAddress)
    switch answer {
    case .signedIn(let token, _):
      return Response.redirect(to: DeskPlace.safeReturn(next)).setting(cookie(token))
    case .wrong, .invalid, .alreadySetUp:
      return signInPage(
        call, name: name, next: next, alert: call.text(.signInWrong), status: .forbidden)
    case .lockedFor(let seconds):
      let page = signInPage(
        call, name: name, next: next, alert: locked(call, seconds), status: .tooManyRequests)
      return page.with("Retry-After", String(seconds))
    }
  }

  private static func signOut(_ call: DeskRequest) throws -> Response {
    if let token = call.http.cookies[DeskGate.cookieName] {
      try call.desk.signOut(token: token)
    }
    return toSignIn(call, .signInSignedOut)
      .setting(Cookie.removal(of: DeskGate.cookieName, path: DeskGate.cookiePath))
  }

  private static func toSignIn(_ call: DeskRequest, _ message: DeskText) -> Response {
    call.leave(to: DeskPlace.signIn.path(), message)
  }

  /// The session's cookie, for the desk alone. It ends with the browser; the store ends it earlier.
  static func cookie(_ token: String) -> Cookie {
    Cookie(name: DeskGate.cookieName, value: token, path: DeskGate.cookiePath)
  }

  /// "Try again in 5 minutes".
  static func locked(_ call: DeskRequest, _ seconds: Int) -> String {
    call.text(.signInLocked, ["minutes": String(max(1, (seconds + 59) / 60))])
  }

  private static func setUpPage(
    _ call: DeskRequest, code: String, name: String, _ problems: [FormProblem] = [],
    alert: String? = nil, status: Status = .ok
  ) -> Response {
    var codeField = Field("code", call.text(.setUpCode), value: code)
    codeField.hint = call.text(.setUpCodeHint)
    codeField.isRequired = true
    let again = AccountFields.password(call, "passwordAgain", call.text(.accountPasswordAgain))
    let fields = [
      codeField, AccountFields.name(call, name), AccountFields.newPassword(call), again,
    ]
    let values = call.values(of: fields, problems, form: "account")
    var page = DeskPage("desk-set-up", title: call.text(.setUpTitle), values)
    page.alert = alert
    page.status = status
    return call.answer(page)
  }

  private static func signInPage(
    _ call: DeskRequest, name: String, next: String?, alert: String? = nil, status: Status = .ok
  ) -> Response {
    let password = AccountFields.password(call, "password", call.text(.accountPassword))
    var nameField = AccountFields.name(call, name)
    nameField.hint = ""
    var values = call.values(of: [nameField, password], form: "account")
    values["next"] = next.map(DeskPlace.safeReturn) ?? ""
    var page = DeskPage("desk-sign-in", title: call.text(.signInTitle), values)
    page.alert = alert
    page.status = status
    return call.answer(page)
  }
}
