import Evidence
import HTTP

/// What keeps the screen itself going: the signs that its page gives, the service worker that shows a
/// calm page while the service starts, and the address at which waiting pages ask whether it has.
struct ScreenRoutes: Sendable {
  let centreName: String
  let pages: Pages
  let files: StaticFiles
  /// Takes a sign of life of the screen: whether it is shown, or was left.
  let hear: @Sendable (_ isHere: Bool) -> Void

  /// The page that stands in while the service cannot answer has its style inside and runs no script.
  private static let startingPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

  /// Adds the routes.
  func addRoutes(to router: inout Router) {
    router.on("POST", Link.heartbeat.pattern) { try heartbeat($0) }
    router.on("GET", Link.ready.pattern) { _ in
      // The browser session's first page is a file, and may ask as well.
      Response(
        status: .noContent,
        headers: ["Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "cross-origin"])
    }
    router.on("GET", Link.starting.pattern) { _ in starting() }
    router.on("GET", Link.serviceWorker.pattern) { try files.respond(to: $0, file: "sw.js") }
  }

  private func heartbeat(_ request: Request) throws -> Response {
    try RequestOrigin.requireLocal(request)
    try RequestOrigin.requireOwn(request)
    switch try request.form()["state"] {
    case "here": hear(true)
    case "away": hear(false)
    default:
      throw Refusal(
        .badRequest, code: "form.state", detail: "The form's state is neither here nor away.")
    }
    return Response(status: .noContent, headers: ["Cache-Control": "no-store"])
  }

  /// The service worker stores it before any visitor comes, so it knows nobody.
  private func starting() -> Response {
    let values: [String: Any] = [
      "centreName": centreName,
      "english": pages.texts.text(.starting, .en),
    ]
    return Response.html(pages.html("door-starting", values, language: .standard))
      .with("Cache-Control", "no-cache").with("Content-Security-Policy", Self.startingPolicy)
  }
}
