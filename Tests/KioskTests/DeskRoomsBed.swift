import Centre
import Evidence
import Foundation
import HTTP
import Paper
import Store

@testable import Kiosk

/// A manager's desk over a fresh store in a temporary folder, asked through its router without a
/// socket. The time is 28 March 2026, 08:00 in Vietnam.
final class DeskRoomsBed {
  static let password = "hoc suot doi"
  static let assets = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "assets").path

  let desk: Desk
  let router: Router
  let directory: String
  let setUpCode: String
  private var users: [Role: (token: String, csrf: String)] = [:]

  init(isClockTrusted: Bool = true) throws {
    directory = NSTemporaryDirectory() + "desk-rooms-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    let text = "[desk]\npasswordCost = 10\nattempts = 3\npauseSeconds = 120\n"
    let settings = try Settings(text: text, file: "test")
    let day = Day(year: 2026, month: 3, day: 28)?.startMilliseconds ?? 0
    let reading = ClockReading(
      boot: 1, bootMilliseconds: 60_000, wallMilliseconds: day + 8 * 3_600_000,
      quality: isClockTrusted ? .networkTime : .unset)
    let store = try Store(
      directory: directory, settings: StoreSettings(centre: CentreCode("14464-1")), now: reading)
    desk = Desk(
      store: store, settings: settings, clock: Clock { reading }, keys: try Keys(data: directory),
      papers: try Papers(assets: Self.assets, settings: settings.sign))
    setUpCode = try desk.prepareSetUp(file: "\(directory)/code") ?? ""
    var router = Router()
    DeskPages(desk: desk, pages: try Pages(assets: Self.assets)).addRoutes(to: &router)
    self.router = router
  }

  deinit {
    desk.store.close()
    try? FileManager.default.removeItem(atPath: directory)
  }

  // MARK: Users

  /// Makes the director and one user of every other role.
  func addUsers() throws {
    _ = try desk.setUp(
      code: setUpCode, name: Role.director.rawValue, password: Self.password, address: "test")
    for role in Role.allCases where role != .director {
      _ = try desk.addUser(name: role.rawValue, role: role, password: Self.password)
    }
  }

  /// A signed-in session of a user of this role.
  func session(_ role: Role) throws -> (token: String, csrf: String) {
    if let known = users[role] { return known }
    let answer = try desk.signIn(name: role.rawValue, password: Self.password, address: "test")
    guard case .signedIn(let token, let csrf) = answer else { throw CocoaError(.userCancelled) }
    users[role] = (token, csrf)
    return (token, csrf)
  }

  // MARK: Requests

  func get(_ target: String, as role: Role?, cookies: [String] = []) throws -> Response {
    var cookies = cookies
    if let role { cookies.append("desk=\(try session(role).token)") }
    let headers: Headers = ["Cookie": cookies.joined(separator: "; ")]
    return router.respond(to: try Request(method: "GET", target: target, headers: headers))
  }

  /// Posts a form; `csrf` nil sends the session's own token, "" sends none.
  func post(
    _ target: String, _ form: [String: String], as role: Role?, csrf: String? = nil,
    cookies: [String] = []
  ) throws -> Response {
    var cookies = cookies
    var form = form
    if let role {
      let session = try session(role)
      cookies.append("desk=\(session.token)")
      form["csrf"] = csrf ?? session.csrf
    } else {
      form["csrf"] = csrf ?? ""
    }
    if form["csrf"]?.isEmpty == true { form["csrf"] = nil }
    let body = form.map { "\(Link.encoded($0.key))=\(Link.encoded($0.value))" }
    let headers: Headers = [
      "Cookie": cookies.joined(separator: "; "),
      "Content-Type": "application/x-www-form-urlencoded",
    ]
    return router.respond(
      to: try Request(
        method: "POST", target: target, headers: headers,
        body: Array(body.joined(separator: "&").utf8)))
  }

  // MARK: Things

  func addResident(_ name: String, birth: String = "1985") throws -> Resident {
    var form = ResidentForm()
    form.name = name
    form.birth = birth
    guard case .saved(let resident) = try desk.addResident(form) else {
      throw CocoaError(.coderInvalidValue)
    }
    return resident
  }

  /// A course that one session of two hours completes, with that session open.
  func addCourse(_ title: String = "Kỹ thuật trồng lúa") throws -> (Course, Session) {
    var form = CourseForm()
    form.title = title
    form.group = ProgrammeGroup.economy.rawValue
    form.hours = "2"
    form.requiredSessions = "1"
    guard case .saved(let course) = try desk.addCourse(form) else {
      throw CocoaError(.coderInvalidValue)
    }
    var session = SessionForm()
    session.courseCode = course.code
    session.day = "28/03/2026"
    session.start = "07:00"
    session.end = "09:00"
    session.place = "Nhà văn hóa xóm 3"
    guard case .saved(let saved) = try desk.addSession(session) else {
      throw CocoaError(.coderInvalidValue)
    }
    _ = try desk.openSession(saved.code)
    return (course, saved)
  }

  /// A resident who attended the whole course, and whose certificate may be issued.
  func addGraduate(_ name: String) throws -> (Resident, Course) {
    let resident = try addResident(name)
    let (course, session) = try addCourse()
    try desk.setRoll(session: session.code, resident: resident.id, isPresent: true)
    _ = try desk.closeSession(session.code)
    return (resident, course)
  }
}

extension Response {
  /// The cookies that the answer sets, by name, with their attributes.
  var setCookies: [String: String] {
    var cookies: [String: String] = [:]
    for value in headers.values(of: "Set-Cookie") {
      guard let equals = value.firstIndex(of: "=") else { continue }
      cookies[String(value[..<equals])] = String(value[value.index(after: equals)...])
    }
    return cookies
  }

  /// The value of the hidden token in the page's forms.
  var formToken: String {
    text.components(separatedBy: "name=\"csrf\" value=\"").dropFirst().first?
      .components(separatedBy: "\"").first ?? ""
  }
}
