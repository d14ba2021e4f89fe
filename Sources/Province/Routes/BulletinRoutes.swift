import Evidence
package import HTTP

/// Where everyone may fetch the bulletin: it holds keys, units and announcements, no persons.
package struct BulletinRoutes: Sendable {
  private let shelf: BulletinShelf

  /// Serves the bulletin in force.
  package init(bulletins: Bulletins) { shelf = BulletinShelf(bulletins: bulletins) }

  /// Adds the route.
  package func add(to router: inout Router) {
    router.on("GET", "/v1/bulletin") { [shelf] request in
      guard let answer = try shelf.answer(to: request) else { throw BulletinRoutes.none }
      return answer
    }
  }

  private static let none = Problem(
    404, "no-bulletin", title: "There is no bulletin yet",
    detail: "The province has not published a bulletin. Ask for /v1/bundle, and here again later.",
    headers: ["Cache-Control": "no-store"])
}
