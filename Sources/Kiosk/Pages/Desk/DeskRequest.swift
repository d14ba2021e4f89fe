import Centre
import HTTP
import Store

/// One request at the manager's desk with everything a page needs to answer it.
struct DeskRequest: Sendable {
  let http: Request
  let desk: Desk
  let pages: Pages
  let language: Language
  /// Who is signed in; nil at the set-up and sign-in pages.
  let user: SignedIn?
  /// The token that the forms of the answer carry.
  let csrf: String
  /// The room that the navigation marks.
  let room: DeskRoom?
  /// The time of the request, wall milliseconds.
  let nowMilliseconds: Int64

  /// Today in Vietnam.
  var today: Day { Day(wallMilliseconds: nowMilliseconds) }

  /// Whether the user may change records.
  var mayWrite: Bool { user?.role.mayWrite ?? false }

  /// The `{id}`, `{code}` or `{number}` of the address.
  var parameter: String { http.parameters.values.first ?? "" }

  /// A text of the desk, its places filled.
  func text(_ key: DeskText, _ values: [String: String] = [:]) -> String {
    phrase(key.rawValue, values) ?? key.rawValue
  }

  /// A text whose key is data; nil when there is none.
  func phrase(_ key: String, _ values: [String: String] = [:]) -> String? {
    pages.texts.text(named: key, language).map { text in
      Placeholders.fill(text) { values[$0] }
    }
  }

  /// A role's name.
  func name(of role: Role) -> String {
    phrase("desk.role.\(role.rawValue)") ?? role.rawValue
  }

  /// A programme group's name.
  func name(of group: ProgrammeGroup) -> String {
    phrase("desk.group.\(group.rawValue)") ?? group.rawValue
  }

  /// The sentence for a problem in a form: the field's own where there is one, else the general one.
  func sentence(_ problem: FormProblem, form: String) -> String {
    let reason = problem.reason.rawValue
    let values = ["detail": problem.detail]
    return phrase("desk.problem.\(form).\(problem.field).\(reason)", values)
      ?? phrase("desk.problem.\(reason)", values) ?? reason
  }
}
