import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct VerifierRoutesTests {
  @Test func `everyone gets the page with the roots and the list in force`() throws {
    let province = try TestProvince()
    let key = try #require(try province.application.keys.roots().roots.first?.key.hex)
    try province.serving { wire in
      let first = try wire.send("GET", "/c", [("Host", "gcn.example")])
      #expect(first.status == 200)
      #expect(first.text.contains(key))
      #expect(first.text.contains(#""bundle":"""#))
      #expect(first.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
      let tag = try #require(first.header("ETag"))
      #expect(try wire.send("GET", "/c", [("If-None-Match", tag)]).status == 304)

      try province.application.publisher.publish()
      let bundle = try #require(try province.application.bundles.bundle())
      let next = try wire.send("GET", "/c", [("If-None-Match", tag)])
      #expect(next.text.contains(Base64.encode(bundle.strippedForPage)))
      let file = try wire.send("GET", "/c/verify.html")
      #expect(file.body == next.body)
      #expect(file.header("Content-Disposition")?.hasPrefix("attachment") == true)
    }
  }
}
