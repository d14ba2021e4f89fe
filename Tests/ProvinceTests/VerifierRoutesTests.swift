import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct VerifierRoutesTests {
  private func get(
    _ target: String, _ headers: Headers = [:], _ province: TestProvince
  ) throws -> Response {
    try province.router().respond(
      to: try Request(
        method: "GET", target: target, headers: headers, remoteAddress: "203.0.113.9"))
  }

  @Test func `everybody gets the page with the roots and the list in force`() throws {
    let province = try TestProvince { $0.province.shortHost = "hoc.example" }

    let before = try get("/c", [:], province)
    _ = try province.application.publisher.publish()
    let after = try get("/c", [:], province)

    #expect(before.status == .ok)
    #expect(before.text.contains(#"id="trust">{"bundle":"","host":"hoc.example","roots":[{"#))
    let bundle = try #require(try province.application.pageTrust().bundle)
    #expect(after.text.contains(Base64.encode(bundle.strippedForPage)))
    #expect(after.headers["ETag"] != before.headers["ETag"])
    #expect(after.headers["Cache-Control"] == "no-cache")
    #expect(
      after.headers["Content-Security-Policy"]?.hasSuffix("; frame-ancestors 'none'") == true)
  }

  @Test func `it can be kept as a file, and is not sent twice`() throws {
    let province = try TestProvince()
    let page = try get("/c", [:], province)
    let tag = try #require(page.headers["ETag"])

    let file = try get("/c/verify.html", [:], province)

    #expect(file.headers["Content-Disposition"] == "attachment; filename=\"verify.html\"")
    #expect(file.text == page.text)
    #expect(try get("/c", ["If-None-Match": tag], province).status == .notModified)
  }
}
