import HTTP
import Store

/// The users of the desk: who they are and what each may do; the director adds them.
enum UserRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.users, in: .users) { call in try draw(call, name: "", role: "") }
    routes.write(.users, in: .users, by: .direct, add)
  }

  private static func add(_ call: DeskRequest) throws -> Response {
    let form = try call.form()
    let name = form.text("name")
    let role = Role(rawValue: form.text("role"))
    let password = form.text("password")
    var problems: [FormProblem] = []
    if role == nil { problems.append(FormProblem(field: "role", reason: .notAChoice)) }
    problems += AccountFields.problems(form)
    guard let role, problems.isEmpty else {
      return try draw(call, name: name, role: form.text("role"), problems)
    }
    switch try call.desk.addUser(name: name, role: role, password: password) {
    case .saved(let saved):
      let values = ["name": saved, "role": call.name(of: role)]
      return call.leave(to: DeskPlace.users.path(), .flashUserAdded, values)
    case .invalid(let problems):
      return try draw(call, name: name, role: role.rawValue, problems)
    case .notFound:
      return try draw(call, name: name, role: role.rawValue)
    }
  }

  private static func draw(
    _ call: DeskRequest, name: String, role: String, _ problems: [FormProblem] = []
  ) throws -> Response {
    var roleField = Field("role", call.text(.usersRole), value: role)
    let roles = Role.allCases.map { (key: $0.rawValue, word: call.name(of: $0)) }
    roleField.kind = .choice([(key: "", word: call.text(.dash))] + roles)
    roleField.isRequired = true
    let passwords = AccountFields.chosenTwice(call, .accountPassword)
    let fields = [AccountFields.name(call, name), roleField] + passwords
    var page = DeskPage("desk-users", title: call.text(.usersTitle))
    page.values = call.values(of: fields, problems, form: "account")
    page.values["users"] = try users(call)
    page.values["roles"] = Role.allCases.map { role in
      ["label": call.name(of: role), "does": call.phrase("desk.role.\(role.rawValue)Does") ?? ""]
    }
    page.status = problems.isEmpty ? .ok : .unprocessableContent
    return call.answer(page)
  }

  private static func users(_ call: DeskRequest) throws -> [[String: Any]] {
    try call.desk.store.users().map { user in
      var row = call.values(of: StateMark(user))
      row["href"] = DeskPlace.user.path(String(user.id))
      row["name"] = user.name
      row["role"] = call.name(of: user.role)
      row["isMe"] = user.name == call.user?.user
      return row
    }
  }
}
