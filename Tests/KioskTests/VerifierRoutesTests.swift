import Evidence
import Foundation
import HTTP
import Testing

@testable import Kiosk

@Suite struct VerifierRoutesTests {
  private func router(_ kiosk: DoorKiosk) throws -> Router {
    var router = Router()
    try VerifierRoutes(desk: kiosk.desk, assets: DoorKiosk.assets).addRoutes(to: &router)
    return router
  }

  private func know(_ root: RootKey, _ kiosk: DoorKiosk) throws {
    let json = Data(try RootList(roots: [root]).json())
    try json.write(to: URL(fileURLWithPath: "\(kiosk.folder)/keys/roots.json"))
  }

  private func get(_ target: String, _ headers: Headers = [:], _ router: Router) throws -> Response
  {
    router.respond(
      to: try Request(
        method: "GET", target: target, headers: headers, remoteAddress: "192.168.1.77"))
  }

  @Test func `anybody on the network gets the page with this kiosk's roots and its own policy`()
    throws
  {
    let kiosk = try DoorKiosk(configuration: "[sign]\nshortHost = \"hoc.example\"")
    let root = RootKey(key: SigningKey().publicKey, name: "Tỉnh Ninh Bình", notBeforeDay: 20_000)
    try know(root, kiosk)

    let page = try get("/c", [:], router(kiosk))

    #expect(page.status == .ok)
    #expect(page.headers["Content-Type"] == "text/html; charset=utf-8")
    #expect(page.headers["Cache-Control"] == "no-cache")
    #expect(page.headers["Content-Disposition"] == nil)
    #expect(page.text.contains(#"id="trust">{"bundle":"","host":"hoc.example","roots":[{"#))
    #expect(page.text.contains(root.key.hex))
    let policy = try #require(page.headers["Content-Security-Policy"])
    #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
    #expect(policy.hasSuffix("; base-uri 'none'; frame-ancestors 'none'"))
    #expect(page.text.contains("content=\"\(policy.dropLast("; frame-ancestors 'none'".count))\""))
  }

  @Test func `the same bytes can be kept as a file`() throws {
    let router = try router(try DoorKiosk())

    let file = try get("/c/verify.html", [:], router)

    #expect(file.headers["Content-Disposition"] == "attachment; filename=\"verify.html\"")
    #expect(file.text == (try get("/c", [:], router).text))
  }

  @Test func `a browser that has the page is told so until what the kiosk believes changes`() throws
  {
    let kiosk = try DoorKiosk()
    let router = try router(kiosk)
    let tag = try #require(try get("/c", [:], router).headers["ETag"])

    #expect(try get("/c", ["If-None-Match": tag], router).status == .notModified)
    let root = RootKey(key: SigningKey().publicKey, name: "Tỉnh Ninh Bình", notBeforeDay: 20_000)
    try know(root, kiosk)
    #expect(try get("/c", ["If-None-Match": tag], router).status == .ok)
  }

  @Test func `a missing page stops the start`() throws {
    let kiosk = try DoorKiosk()

    #expect(throws: PagesError.self) {
      try VerifierRoutes(desk: kiosk.desk, assets: "\(kiosk.folder)/nothing")
    }
  }
}
