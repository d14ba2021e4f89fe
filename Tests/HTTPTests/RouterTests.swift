import Testing

@testable import HTTP

@Suite
struct RouterTests {
  struct Case: CustomTestStringConvertible {
    let method: String
    let target: String
    let status: Int
    let text: String

    init(_ method: String, _ target: String, _ status: Int, _ text: String = "") {
      (self.method, self.target, self.status, self.text) = (method, target, status, text)
    }

    var testDescription: String { "\(method) \(target)" }
  }

  private static let router: Router = {
    var router = Router()
    router.on("GET", "/") { _ in .text("home") }
    router.on("GET", "/residents/{id}") { .text("resident \($0.parameters["id"] ?? "")") }
    router.on("GET", "/residents/new") { _ in .text("new") }
    router.on("POST", "/residents") { _ in .redirect(to: "/residents/7") }
    router.on("GET", "/residents/{id}/visits/{visit}") { request in
      .text(request.parameters.sorted { $0.key < $1.key }.map(\.value).joined(separator: "+"))
    }
    router.on("GET", "/assets/{path...}") { .text("asset \($0.parameters["path"] ?? "")") }
    router.on("GET", "/wrong") { _ in throw Refusal(.conflict, code: "x", detail: "No.") }
    router.on("GET", "/broken") { _ in throw CancellationError() }
    router.on("OPTIONS", "/own") { _ in .text("mine") }
    return router
  }()

  static let cases: [Case] = [
    Case("GET", "/", 200, "home"),
    Case("GET", "/?a=b", 200, "home"),
    Case("GET", "http://host:80/residents/new", 200, "new"),
    Case("GET", "/residents/new", 200, "new"),
    Case("GET", "/residents/42", 200, "resident 42"),
    Case("GET", "/residents/%C4%90%E1%BB%97", 200, "resident Đỗ"),
    Case("GET", "/residents/12%2FGCN", 200, "resident 12/GCN"),
    Case("GET", "/residents/1/visits/2", 200, "1+2"),
    Case("GET", "/assets/a/b.css", 200, "asset a/b.css"),
    Case("GET", "/assets/a%2Fb.css", 404),
    Case("GET", "/assets", 404),
    Case("GET", "/residents/", 404),
    Case("GET", "/residents/1/", 404),
    Case("GET", "//", 404),
    Case("GET", "/Residents/1", 404),
    Case("HEAD", "/residents/42", 200, "resident 42"),
    Case("POST", "/residents", 303),
    Case("GET", "/residents", 405, "only OPTIONS, POST"),
    Case("DELETE", "/residents/42", 405, "only GET, HEAD, OPTIONS"),
    Case("BREW", "/", 405),
    Case("OPTIONS", "/residents/42", 204),
    Case("OPTIONS", "/own", 200, "mine"),
    Case("OPTIONS", "*", 204),
    Case("GET", "/wrong", 409, "No."),
    Case("GET", "/broken", 500, "Internal error."),
  ]

  @Test(arguments: cases)
  func `each request finds its answer`(_ item: Case) throws {
    let request = try Request(method: item.method, target: item.target)

    let response = Self.router.respond(to: request)

    #expect(response.status.code == item.status)
    #expect(item.text.isEmpty || response.text.contains(item.text), "\(response.text)")
  }

  @Test func `a refused method is told what is allowed`() throws {
    let request = try Request(method: "PUT", target: "/residents/42")

    #expect(Self.router.respond(to: request).headers["allow"] == "GET, HEAD, OPTIONS")
  }

  @Test func `the error page sees refusals and faults`() throws {
    var router = Self.router
    router.errorPage = { request, error in .text("\(request.path): \(type(of: error))") }

    let broken = router.respond(to: try Request(method: "GET", target: "/broken"))
    let missing = router.respond(to: try Request(method: "GET", target: "/x"))

    #expect(broken.text == "/broken: CancellationError")
    #expect(missing.text == "/x: Refusal")
  }

  @Test func `a body limit belongs to its route, its method and whom the route admits`() throws {
    var router = Router()
    router.on("POST", "/import", maxBodyBytes: 9) { _ in .empty() }
    router.on("PUT", "/logs/{log}", maxBodyBytes: 8) { _ in .empty() }

    router.on("POST", "/guests", maxBodyBytes: 7, admits: { $0.cookies["a"] == "b" }) { _ in
      .empty()
    }

    let finished = router
    func limit(_ method: String, _ target: String, cookie: String = "") throws -> Int? {
      finished.bodyLimit(
        of: try Request(method: method, target: target, headers: ["Cookie": cookie]))
    }

    #expect(try limit("POST", "/import") == 9)
    #expect(try limit("GET", "/import") == nil)
    #expect(try limit("PUT", "/logs/1") == 8)
    #expect(try limit("PUT", "/other") == nil)
    #expect(try limit("POST", "/guests", cookie: "a=b") == 7)
    #expect(try limit("POST", "/guests", cookie: "a=c") == nil)
  }
}
