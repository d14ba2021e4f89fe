import Evidence
package import HTTP

/// The page that verifies certificates, at the address that every code names. It is for strangers'
/// phones: no session, no cookie, and nothing of this kiosk in it but what it believes.
package struct VerifierRoutes: Sendable {
  private let desk: Desk
  private let html: [UInt8]
  private let policy: String

  /// - Parameter assets: the folder that holds `verify.html`.
  /// - Throws: `PagesError` when the page is missing, `Malformed` when it is not the one we built.
  package init(desk: Desk, assets: String) throws {
    self.desk = desk
    html = try AssetFiles.bytes("\(assets)/verify.html", operation: "load the verifier")
    policy = try VerifierPage.policy(of: html)
    _ = try VerifierPage.filled(html, host: "", roots: RootList(roots: []), bundle: nil)
  }

  /// Serves the page, and the same bytes as a file to keep.
  package func addRoutes(to router: inout Router) {
    router.on("GET", Link.verifier.pattern) { try page(for: $0) }
    router.on("GET", Link.verifierFile.pattern) { request in
      try page(for: request).with(
        "Content-Disposition", "attachment; filename=\"\(VerifierPage.fileName)\"")
    }
  }

  /// The page with the root keys and the list that this kiosk holds in this moment.
  private func page(for request: Request) throws -> Response {
    let held = try desk.heldTrust()
    let page = try VerifierPage.filled(
      html, host: desk.settings.sign.shortHost, roots: held.trust.roots, bundle: held.bundle)
    let tag = "\"\(sha256(page).hex.prefix(32))\""
    let isKnown = EntityTag.isListed(tag, in: request.header("If-None-Match"))
    let answer =
      isKnown ? Response.empty(.notModified) : .html(String(decoding: page, as: UTF8.self))
    return answer.with("ETag", tag).with("Cache-Control", "no-cache")
      .with("Content-Security-Policy", policy)
  }
}
