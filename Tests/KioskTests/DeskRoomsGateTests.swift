import Centre
import Foundation
import HTTP
import Store
import Testing

@testable import Kiosk

/// Who gets in, as whom, and what each may do.
@Suite struct DeskRoomsGateTests {
  @Test(arguments: DeskPlace.allCases.filter { ![.setUp, .signIn].contains($0) })
  func `every page leads a stranger to sign in and shows nothing`(place: DeskPlace) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()

    for method in ["GET", "POST"] {
      let path = place.path("1")
      let response =
        try method == "GET" ? bed.get(path, as: nil) : bed.post(path, [:], as: nil)

      guard response.status != .methodNotAllowed else { continue }
      #expect(response.status == .seeOther)
      #expect(response.headers["Location"]?.hasPrefix("/desk/sign-in") == true)
      #expect(response.text.isEmpty)
    }
  }

  @Test func `before the set-up every page leads there`() throws {
    let bed = try DeskRoomsBed()

    #expect(try bed.get("/desk", as: nil).headers["Location"] == "/desk/set-up")
    #expect(try bed.get("/desk/sign-in", as: nil).headers["Location"] == "/desk/set-up")
  }

  @Test func `the set-up makes the director once and signs in`() throws {
    let bed = try DeskRoomsBed()
    let page = try bed.get("/desk/set-up", as: nil)
    let cookie = "desk-form=\(page.formToken)"
    var form = [
      "code": bed.setUpCode, "name": "Nguyễn Văn An", "password": "hoc suot doi",
      "passwordAgain": "hoc suot doi",
    ]

    form["code"] = "ABCDE-ABCDE"
    let wrong = try bed.post("/desk/set-up", form, as: nil, csrf: page.formToken, cookies: [cookie])
    #expect(wrong.status == .forbidden)
    #expect(wrong.text.contains("Mã thiết lập không đúng"))
    #expect(wrong.text.contains("Nguyễn Văn An"))
    form["code"] = bed.setUpCode.lowercased()
    let right = try bed.post("/desk/set-up", form, as: nil, csrf: page.formToken, cookies: [cookie])
    #expect(right.status == .seeOther)
    #expect(right.headers["Location"] == "/desk")
    let session = try #require(right.setCookies["desk"])
    #expect(session.contains("Path=/desk"))
    #expect(session.contains("HttpOnly"))
    #expect(session.contains("SameSite=Strict"))
    let again = try bed.post("/desk/set-up", form, as: nil, csrf: page.formToken, cookies: [cookie])
    #expect(again.headers["Location"] == "/desk/sign-in")
  }

  @Test func `set-up and sign-in are refused without the token of their own page`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let form = ["name": "director", "password": DeskRoomsBed.password]

    for (csrf, cookies) in [("", []), ("x", []), ("x", ["desk-form=y"]), ("", ["desk-form="])] {
      let response = try bed.post("/desk/sign-in", form, as: nil, csrf: csrf, cookies: cookies)
      #expect(response.status == .forbidden)
      #expect(response.setCookies["desk"] == nil)
    }
  }

  @Test func `a wrong password and an unknown name are answered alike, then locked`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let page = try bed.get("/desk/sign-in", as: nil)
    let send = { (name: String) in
      try bed.post(
        "/desk/sign-in", ["name": name, "password": "wrong"], as: nil, csrf: page.formToken,
        cookies: ["desk-form=\(page.formToken)"])
    }

    let known = try send("director")
    let unknown = try send("nobody")
    #expect(known.status == .forbidden)
    #expect(
      known.text == unknown.text.replacingOccurrences(of: "\"nobody\"", with: "\"director\""))
    #expect(known.text.contains("Tên đăng nhập hoặc mật khẩu không đúng"))
    _ = try send("director")
    _ = try send("director")
    let locked = try send("director")
    #expect(locked.status == .tooManyRequests)
    #expect(locked.text.contains("Hãy thử lại sau 2 phút"))
    #expect(locked.headers["Retry-After"] != nil)
  }

  struct Wish: Sendable {
    let next: String
    let location: String
  }

  @Test(arguments: [
    Wish(next: "/desk/residents?q=an", location: "/desk/residents?q=an"),
    Wish(next: "/desk", location: "/desk"),
    Wish(next: "https://evil.example/", location: "/desk"),
    Wish(next: "//evil.example/desk/", location: "/desk"),
    Wish(next: "/desk//evil.example", location: "/desk"),
    Wish(next: "/desk/../api", location: "/desk"),
    Wish(next: "/desk\\evil", location: "/desk"),
    Wish(next: "/deskevil", location: "/desk"),
    Wish(next: "/desk/\r\nSet-Cookie: a=b", location: "/desk"),
    Wish(next: "/desk/sign-out", location: "/desk"),
    Wish(next: "", location: "/desk"),
  ])
  func `after signing in only an address of the desk is followed`(wish: Wish) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let page = try bed.get("/desk/sign-in", as: nil)
    let form = ["name": "director", "password": DeskRoomsBed.password, "next": wish.next]

    let response = try bed.post(
      "/desk/sign-in", form, as: nil, csrf: page.formToken,
      cookies: ["desk-form=\(page.formToken)"])

    #expect(response.status == .seeOther)
    #expect(response.headers["Location"] == wish.location)
  }

  @Test func `an ended session leads to sign in and back to the page`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let token = try bed.session(.clerk).token

    let out = try bed.post("/desk/sign-out", [:], as: .clerk)
    let after = try bed.get("/desk/courses", as: nil, cookies: ["desk=\(token)"])

    #expect(out.headers["Location"] == "/desk/sign-in")
    #expect(out.setCookies["desk"]?.contains("Max-Age=0") == true)
    #expect(after.headers["Location"] == "/desk/sign-in?next=%2Fdesk%2Fcourses")
  }

  @Test(arguments: ["", "wrong", "0"])
  func `a form without the session's token changes nothing`(csrf: String) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()

    let response = try bed.post("/desk/residents", ["name": "Đỗ An"], as: .clerk, csrf: csrf)

    #expect(response.status == .forbidden)
    #expect(response.text.contains("chưa có gì được lưu"))
    #expect(try bed.desk.store.residentCount() == 0)
  }

  @Test(arguments: [Role.association, .viewer])
  func `who may only read is told so and changes nothing`(role: Role) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let (_, session) = try bed.addCourse()

    for path in ["/desk/residents", "/desk/courses", "/desk/sessions/\(session.code)/close"] {
      let response = try bed.post(path, ["name": "Đỗ An", "title": "Tin học"], as: role)
      #expect(response.status == .forbidden)
      #expect(response.text.contains("chỉ được xem"))
    }
    let list = try bed.get("/desk/residents", as: role)
    #expect(list.status == .ok)
    #expect(!list.text.contains("/desk/residents/new"))
    #expect(try bed.get("/desk/residents/new", as: role).status == .forbidden)
    #expect(try bed.desk.store.residentCount() == 0)
    #expect(try bed.desk.store.session(code: session.code)?.state == .open)
  }

  @Test func `only the director adds users`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let form = [
      "name": "lan", "role": "clerk", "password": "hoc suot doi", "passwordAgain": "hoc suot doi",
    ]

    #expect(try bed.post("/desk/users", form, as: .clerk).status == .forbidden)
    #expect(try bed.get("/desk/users", as: .clerk).status == .forbidden)
    #expect(try bed.desk.store.user(name: "lan") == nil)
    #expect(try bed.post("/desk/users", form, as: .director).status == .seeOther)
    #expect(try bed.desk.store.user(name: "lan")?.role == .clerk)
  }
}
