import HTTP
import Store
import Testing

@testable import Kiosk

/// Passwords and accounts at the desk.
@Suite struct DeskRoomsAccountTests {
  private static let fresh = "moi ngay mot chu"

  private func form(_ old: String?, _ new: String = fresh, again: String? = nil) -> [String: String]
  {
    var form = ["password": new, "passwordAgain": again ?? new]
    form["oldPassword"] = old
    return form
  }

  private func signsIn(_ bed: DeskRoomsBed, _ name: String, _ password: String) throws -> Bool {
    let answer = try bed.desk.signIn(name: name, password: password, address: "elsewhere")
    if case .signedIn = answer { return true }
    return false
  }

  @Test(arguments: Role.allCases)
  func `everybody changes the own password with the old one`(role: Role) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let page = try bed.get("/desk/account", as: role).text
    let before = try bed.session(role).token
    #expect(page.contains("Mật khẩu đang dùng"))

    let response = try bed.post("/desk/account", form(DeskRoomsBed.password), as: role)

    #expect(response.headers["Location"] == "/desk/account")
    let cookie = try #require(response.setCookies["desk"]?.split(separator: ";").first)
    #expect(String(cookie) != before)
    #expect(try bed.desk.identity(ofToken: before) == nil)
    #expect(try bed.desk.identity(ofToken: String(cookie))?.role == role)
    #expect(try signsIn(bed, role.rawValue, Self.fresh))
    #expect(try !signsIn(bed, role.rawValue, DeskRoomsBed.password))
  }

  @Test func `an own password is not changed without the old one or with a bad new one`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let cases = [
      (form(""), "Hãy nhập mật khẩu đang dùng"), (form("sai"), "Mật khẩu đang dùng không đúng"),
      (form(DeskRoomsBed.password, "ngan"), "cần ít nhất 10 ký tự"),
      (form(DeskRoomsBed.password, again: "khac han"), "không giống nhau"),
    ]

    for (form, sentence) in cases {
      let response = try bed.post("/desk/account", form, as: .clerk)
      #expect(response.status == .unprocessableContent)
      #expect(response.text.contains(sentence), "\(sentence)")
      #expect(!response.text.contains("value=\"\(DeskRoomsBed.password)\""))
    }
    #expect(try signsIn(bed, "clerk", DeskRoomsBed.password))
  }

  @Test func `guessing the old password is locked like guessing at sign-in`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    for _ in 0..<3 { _ = try bed.post("/desk/account", form("sai"), as: .clerk) }

    let locked = try bed.post("/desk/account", form(DeskRoomsBed.password), as: .clerk)

    #expect(locked.status == .tooManyRequests)
    #expect(locked.headers["Retry-After"] != nil)
    #expect(locked.text.contains("Hãy thử lại sau 2 phút"))
    #expect(try signsIn(bed, "clerk", DeskRoomsBed.password))
  }

  @Test func `the director gives a user a new password and the user is signed out`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let clerk = try #require(try bed.desk.store.user(name: "clerk"))
    let token = try bed.session(.clerk).token
    let path = "/desk/users/\(clerk.id)"
    #expect(try bed.get("/desk/users", as: .director).text.contains(path))

    let short = try bed.post("\(path)/password", form(nil, "ngan"), as: .director)
    let reset = try bed.post("\(path)/password", form(nil), as: .director)

    #expect(short.status == .unprocessableContent)
    #expect(short.text.contains("cần ít nhất 10 ký tự"))
    #expect(reset.headers["Location"] == path)
    #expect(try bed.desk.identity(ofToken: token) == nil)
    #expect(try signsIn(bed, "clerk", Self.fresh))
  }

  @Test func `a director's own password is not reset without the old one`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()

    let response = try bed.post("/desk/users/1/password", form(nil), as: .director)

    #expect(response.headers["Location"] == "/desk/account")
    #expect(try signsIn(bed, "director", DeskRoomsBed.password))
    #expect(try !bed.get("/desk/users/1", as: .director).text.contains("/desk/users/1/password"))
  }

  @Test func `a user is switched off and on again, but never the last director`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let clerk = try #require(try bed.desk.store.user(name: "clerk"))
    let token = try bed.session(.clerk).token
    let path = "/desk/users/\(clerk.id)"

    _ = try bed.post("\(path)/off", [:], as: .director)
    #expect(try bed.desk.identity(ofToken: token) == nil)
    #expect(try !signsIn(bed, "clerk", DeskRoomsBed.password))
    #expect(try bed.get(path, as: .director).text.contains("Cho đăng nhập lại"))
    #expect(try bed.get("/desk/users", as: .director).text.contains("Đã tắt"))
    _ = try bed.post("\(path)/on", [:], as: .director)
    #expect(try signsIn(bed, "clerk", DeskRoomsBed.password))

    let last = try bed.post("/desk/users/1/off", [:], as: .director)
    #expect(last.status == .unprocessableContent)
    #expect(last.text.contains("giám đốc duy nhất"))
    #expect(try bed.desk.store.user(id: 1)?.isActive == true)
  }

  @Test(arguments: ["/off", "/on", "/password"])
  func `only the director touches other accounts`(action: String) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let viewer = try #require(try bed.desk.store.user(name: "viewer"))

    for role in [Role.clerk, .association, .viewer] {
      let response = try bed.post("/desk/users/\(viewer.id)\(action)", form(nil), as: role)
      #expect(response.status == .forbidden)
    }
    #expect(try bed.get("/desk/users/\(viewer.id)", as: .clerk).status == .forbidden)
    #expect(try bed.desk.store.user(id: viewer.id) == viewer)
    #expect(try bed.post("/desk/users/99\(action)", [:], as: .director).status == .notFound)
  }
}
