package import Evidence
import Foundation
package import HTTP

/// The page that verifies certificates, for everybody: the one page here that needs no sign-in.
package struct VerifierRoutes: Sendable {
  /// What the page is filled with: the short host in the codes, the root keys, the bundle in force.
  package typealias Belief = (host: String, roots: RootList, bundle: TrustBundle?)

  private let html: [UInt8]
  private let policy: String
  private let belief: @Sendable () throws -> Belief

  /// - Parameters:
  ///   - assets: the folder that holds `verify.html`.
  ///   - belief: asked for every answer.
  /// - Throws: `PageError` when the page is missing, `Malformed` when it is not the one we built.
  package init(assets: String, belief: @escaping @Sendable () throws -> Belief) throws {
    let file = "\(assets)/\(VerifierPage.fileName)"
    guard let data = FileManager.default.contents(atPath: file) else {
      throw PageError(operation: "read", file: file, message: "cannot be read")
    }
    html = [UInt8](data)
    policy = try VerifierPage.policy(of: html)
    self.belief = belief
    _ = try VerifierPage.filled(html, host: "", roots: RootList(roots: []), bundle: nil)
  }

  /// Serves the page, and the same bytes as a file to keep.
  package func add(to router: inout Router) {
    router.on("GET", "/c") { try page(for: $0) }
    router.on("GET", "/c/\(VerifierPage.fileName)") { request in
      try page(for: request).with(
        "Content-Disposition", "attachment; filename=\"\(VerifierPage.fileName)\"")
    }
  }

  private func page(for request: Request) throws -> Response {
    let (host, roots, bundle) = try belief()
    let page = try VerifierPage.filled(html, host: host, roots: roots, bundle: bundle)
    let tag = "\"\(Evidence.sha256(page).hex.prefix(32))\""
    let isKnown = EntityTag.isListed(tag, in: request.header("If-None-Match"))
    let answer =
      isKnown ? Response.empty(.notModified) : .html(String(decoding: page, as: UTF8.self))
    return answer.with("ETag", tag).with("Cache-Control", "no-cache")
      .with("Content-Security-Policy", policy)
  }
}
