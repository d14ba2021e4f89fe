/// The verifier page with what its reader is to trust: one HTML file holds an empty place for it.
package enum VerifierPage {
  private static let opening = #"<script type="application/json" id="trust">"#
  private static let closing = "</script>"

  /// Puts root keys and bundle into the page.
  /// - Parameters:
  ///   - html: the page, in which the empty place stands exactly once.
  ///   - host: the short host that this province prints in its codes.
  ///   - roots: the root keys that the page trusts.
  ///   - bundle: the newest bundle, if there is one; the page gets the parts that it can check.
  /// - Throws: `Malformed` with the code `place` when the empty place is missing or stands twice.
  package static func filled(
    _ html: [UInt8], host: String, roots: RootList, bundle: TrustBundle?
  ) throws(Malformed) -> [UInt8] {
    let place = [UInt8]("\(opening){}\(closing)".utf8)
    let starts = html.indices.filter { html[$0...].starts(with: place) }
    guard starts.count == 1, let start = starts.first else {
      throw Malformed(
        operation: "verifier page", code: "place",
        message: "The page has \(starts.count) empty places for root keys instead of one.")
    }
    let list = roots.roots.map { root in
      CanonicalValue.object([
        "key": .text(root.key.hex), "name": .text(root.name),
        "notBefore": .integer(root.notBeforeDay), "demonstration": .boolean(root.isDemonstration),
      ])
    }
    let trust = CanonicalValue.object([
      "host": .text(host), "roots": .list(list),
      "bundle": .text(bundle.map { Base64.encode($0.strippedForPage) } ?? ""),
    ])
    return html[..<start] + [UInt8](opening.utf8) + escaped(try trust.canonical())
      + [UInt8](closing.utf8) + html[(start + place.count)...]
  }

  /// JSON that cannot end the element it stands in.
  private static func escaped(_ json: [UInt8]) -> [UInt8] {
    json.flatMap { $0 == 0x3C ? [UInt8](#"\u003c"#.utf8) : [$0] }
  }
}
