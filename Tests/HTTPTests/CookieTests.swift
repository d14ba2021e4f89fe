import Testing

@testable import HTTP

@Suite
struct CookieTests {
  @Test func `a cookie is cautious unless told otherwise`() {
    let cookie = Cookie(name: "session", value: "abc")

    #expect(cookie.headerValue == "session=abc; Path=/; HttpOnly; SameSite=Strict")
  }

  @Test func `every attribute is written`() {
    let cookie = Cookie(
      name: "l", value: "vi", path: "/desk", maxAgeSeconds: 60, isHTTPOnly: false, isSecure: true,
      sameSite: .lax)

    #expect(cookie.headerValue == "l=vi; Path=/desk; Max-Age=60; Secure; SameSite=Lax")
    #expect(Cookie.removal(of: "l").headerValue.contains("Max-Age=0"))
  }

  @Test func `any value comes back as it was set`() throws {
    for value in ["", "a b", "Đỗ; \"x\"", "100%", "a,b\\c=d"] {
      let field = Cookie(name: "n", value: value).headerValue.prefix { $0 != ";" }

      #expect(Cookie.parse(String(field)) == ["n": value])
    }
  }

  @Test func `the first of a name wins and flawed pairs are skipped`() throws {
    let request = try Request(
      method: "GET", target: "/", headers: ["Cookie": " a=1; b=\"2\";a=3; ; c; =x; d=%zz;e=%00"])

    #expect(request.cookies == ["a": "1", "b": "2"])
  }

  @Test func `several cookies are several fields`() {
    let response = Response.empty().setting(Cookie(name: "a", value: "1"))
      .setting(Cookie(name: "b", value: "2"))

    #expect(response.headers.values(of: "set-cookie").count == 2)
  }
}
