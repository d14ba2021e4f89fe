import HTTP
import Store

/// One user, for the director: a new password, and whether the user may sign in.
enum UserPage {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.user, in: .users) { call in
      try known(call) { call, user in draw(call, user) }
    }
    routes.write(.resetPassword, in: .users, by: .direct) { call in try known(call, reset) }
    routes.write(.switchOffUser, in: .users, by: .direct) { call in
      try known(call) { call, user in
        try call.desk.setActive(user: user.id, false)
        return call.leave(
          to: DeskPlace.user.path(String(user.id)), .flashUserOff, ["name": user.name])
      }
    }
    routes.write(.switchOnUser, in: .users, by: .direct) { call in
      try known(call) { call, user in
        try call.desk.setActive(user: user.id, true)
        return call.leave(
          to: DeskPlace.user.path(String(user.id)), .flashUserOn, ["name": user.name])
      }
    }
  }

  private static func known(
    _ call: DeskRequest, _ answer: (DeskRequest, User) throws -> Response
  ) throws -> Response {
    guard let id = Int64(call.parameter), let user = try call.desk.store.user(id: id) else {
      return call.missing(.missingUser)
    }
    return try answer(call, user)
  }

  /// A director's own password is changed at the account's page, where the old one is asked.
  private static func reset(_ call: DeskRequest, _ user: User) throws -> Response {
    guard user.name != call.user?.user else {
      return call.leave(to: DeskPlace.account.path())
    }
    let form = try call.form()
    let problems = AccountFields.problems(form)
    guard problems.isEmpty else { return draw(call, user, problems) }
    switch try call.desk.resetPassword(user: user.id, new: form.text("password")) {
    case .saved(let name):
      return call.leave(
        to: DeskPlace.user.path(String(user.id)), .flashPasswordReset, ["name": name])
    case .invalid(let problems): return draw(call, user, problems)
    case .notFound: return call.missing(.missingUser)
    }
  }

  private static func draw(
    _ call: DeskRequest, _ user: User, _ problems: [FormProblem] = []
  ) -> Response {
    let isMe = user.name == call.user?.user
    var page = DeskPage("desk-user", title: user.name)
    let fields = AccountFields.chosenTwice(call, .accountNewPassword)
    page.values = call.values(of: fields, problems, form: "account")
    page.values.merge(call.values(of: StateMark(user))) { own, _ in own }
    page.values["href"] = DeskPlace.user.path(String(user.id))
    page.values["userRole"] = call.name(of: user.role)
    page.values["does"] = call.phrase("desk.role.\(user.role.rawValue)Does") ?? ""
    page.values["isMe"] = isMe
    page.values["isActive"] = user.isActive
    page.status = problems.isEmpty ? .ok : .unprocessableContent
    page.back = (DeskPlace.users.path(), call.text(.usersTitle))
    return call.answer(page)
  }
}
