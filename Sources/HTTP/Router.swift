/// Finds the handler of a request by method and path.
package struct Router: Sendable {
  /// Answers one request; may block, may throw `Refusal` or any fault.
  package typealias Handler = @Sendable (Request) throws -> Response
  /// Turns what a handler threw into a page; the place where faults are logged.
  package typealias ErrorPage = @Sendable (Request, any Error) -> Response

  private struct Route: Sendable {
    let pattern: RoutePattern
    let maxBodyBytes: Int?
    let handler: Handler
  }

  /// The page for refusals (404 and 405 among them) and faults.
  package var errorPage: ErrorPage

  package init(errorPage: @escaping ErrorPage = Router.plainErrorPage) {
    self.errorPage = errorPage
  }

  /// Serves `pattern`, e.g. "/residents/{id}" or "/assets/{path...}", with `handler`.
  ///
  /// `maxBodyBytes` replaces the server's limit for this route only.
  package mutating func on(
    _ method: String, _ pattern: String, maxBodyBytes: Int? = nil, _ handler: @escaping Handler
  ) {
  }

  /// The answer to a request; never throws, whatever a handler does.
  package func respond(to request: Request) -> Response {
    .empty(.notFound)
  }

  /// The body limit of the route that would serve this, or nil for the server's own.
  package func bodyLimit(method: String, path: String) -> Int? {
    nil
  }

  /// One plain line: used when the application gives no page of its own.
  package static let plainErrorPage: ErrorPage = { _, error in
    guard let refusal = error as? Refusal else {
      return .text("Internal error.\n", status: .internalServerError)
    }
    return .text(refusal.detail + "\n", status: refusal.status).adding(refusal.headers)
  }
}
