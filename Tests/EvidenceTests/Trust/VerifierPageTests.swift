import Foundation
import Testing

@testable import Evidence

@Suite struct VerifierPageTests {
  private static let place = #"<script type="application/json" id="trust">{}</script>"#

  private struct Content: Decodable {
    struct Root: Decodable {
      let key, name: String
      let notBefore: Int64
      let demonstration: Bool
    }
    let host, bundle: String
    let roots: [Root]
  }

  @Test func `roots and bundle fill the empty place, whatever stands in a name`() throws {
    let bed = try TrustBed(isHybrid: true)
    let sly = RootKey(
      key: bed.root.ed25519.publicKey, name: "</script><script>alert(1)", notBeforeDay: 3)
    let bundle = try bed.bundle(roots: bed.roots)

    let page = try VerifierPage.filled(
      utf8("<p>before</p>\(Self.place)<p>after</p>"), host: "hoc.example",
      roots: RootList(roots: [sly]), bundle: bundle)

    let text = String(decoding: page, as: UTF8.self)
    #expect(text.hasPrefix("<p>before</p><script type"))
    #expect(text.hasSuffix("</script><p>after</p>"))
    #expect(text.components(separatedBy: "</script>").count == 2)
    let json = try #require(
      text.split(separator: "id=\"trust\">").last?.split(separator: "<").first)
    let content = try JSONDecoder().decode(Content.self, from: Data(json.utf8))
    #expect(content.host == "hoc.example")
    #expect(content.roots.map(\.name) == [sly.name])
    #expect(content.roots[0].notBefore == 3)
    #expect(try Base64.decode(content.bundle) == bundle.strippedForPage)
  }

  @Test(arguments: ["", "<p></p>", place + place])
  func `a page without exactly one empty place is refused`(html: String) {
    let error = #expect(throws: Malformed.self) {
      try VerifierPage.filled(
        utf8(html), host: "hoc.example", roots: RootList(roots: []), bundle: nil)
    }
    #expect(error?.code == "place")
  }
}
