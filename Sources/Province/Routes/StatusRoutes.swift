import Evidence
package import HTTP

/// Where everyone may fetch the bundle of withdrawn certificates: it holds numbers and keys, no names.
package struct StatusRoutes: Sendable {
  let bundles: Bundles

  /// Serves the bundle in force.
  package init(bundles: Bundles) { self.bundles = bundles }

  /// Adds the route.
  package func add(to router: inout Router) {
    router.on("GET", "/v1/bundle") { try bundle($0) }
  }

  private func bundle(_ request: Request) throws -> Response {
    guard let tag = try bundles.tag() else { throw StatusRoutes.none }
    guard !EntityTag.isListed(tag, in: request.header("If-None-Match")) else {
      return StatusRoutes.marked(.empty(.notModified), tag)
    }
    guard let current = try bundles.current() else { throw StatusRoutes.none }
    return StatusRoutes.marked(
      .bytes(current.bytes, contentType: TrustBundle.mediaType), current.tag)
  }

  private static func marked(_ response: Response, _ tag: String) -> Response {
    response.with("ETag", tag).with("Cache-Control", "max-age=3600")
  }

  private static let none = Problem(
    404, "no-bundle", title: "There is no list yet",
    detail: "The province has not published a list of withdrawn certificates. Ask again later.",
    headers: ["Cache-Control": "no-store"])
}
