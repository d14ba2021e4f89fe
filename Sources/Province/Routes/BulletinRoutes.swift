import Evidence
package import HTTP

/// Where everyone may fetch the bulletin: it holds keys, units and announcements, no persons.
package struct BulletinRoutes: Sendable {
  let bulletins: Bulletins

  /// Serves the bulletin in force.
  package init(bulletins: Bulletins) { self.bulletins = bulletins }

  /// Adds the route.
  package func add(to router: inout Router) {
    router.on("GET", "/v1/bulletin") { try bulletin($0) }
  }

  private func bulletin(_ request: Request) throws -> Response {
    guard let tag = try bulletins.tag() else { throw BulletinRoutes.none }
    guard !EntityTag.isListed(tag, in: request.header("If-None-Match")) else {
      return BulletinRoutes.marked(.empty(.notModified), tag)
    }
    guard let current = try bulletins.current() else { throw BulletinRoutes.none }
    return BulletinRoutes.marked(
      .bytes(current.bytes, contentType: Bulletin.mediaType), current.tag)
  }

  private static func marked(_ response: Response, _ tag: String) -> Response {
    response.with("ETag", tag).with("Cache-Control", "max-age=3600")
  }

  private static let none = Problem(
    404, "no-bulletin", title: "There is no bulletin yet",
    detail: "The province has not published a bulletin. Ask for /v1/bundle, and here again later.",
    headers: ["Cache-Control": "no-store"])
}
