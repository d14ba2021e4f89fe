/// Finds the handler of a request by method and path.
///
/// Patterns without holes are tried first, then the others in the order they were added. HEAD is
/// served by the handler of GET; OPTIONS and wrong methods are answered with `Allow`.
package struct Router: Sendable {
  /// Answers one request; may block, may throw `Refusal` or any fault.
  package typealias Handler = @Sendable (Request) throws -> Response
  /// Whether a request whose body is not read yet may use its route's body limit; may block.
  package typealias Admission = @Sendable (_ head: Request) -> Bool
  /// Turns what a handler threw into a page; the place where faults are logged.
  package typealias ErrorPage = @Sendable (Request, any Error) -> Response

  private struct Route: Sendable {
    let maxBodyBytes: Int?
    let admits: Admission
    let handler: Handler
  }

  /// The routes of one pattern by method.
  private typealias Resource = [String: Route]

  /// The page for refusals (404 and 405 among them) and faults.
  package var errorPage: ErrorPage
  private var literal: [String: Resource] = [:]
  private var patterns: [(pattern: RoutePattern, resource: Resource)] = []

  package init(errorPage: @escaping ErrorPage = Router.plainErrorPage) {
    self.errorPage = errorPage
  }

  /// Serves `pattern`, e.g. "/residents/{id}" or "/assets/{path...}", with `handler`.
  ///
  /// `maxBodyBytes` replaces the server's limit for this route only, and only for the requests that
  /// `admits` lets use it, so that strangers cannot fill the memory. Adding a method and pattern
  /// again replaces the handler.
  package mutating func on(
    _ method: String, _ pattern: String, maxBodyBytes: Int? = nil,
    admits: @escaping Admission = { _ in true }, _ handler: @escaping Handler
  ) {
    let route = Route(maxBodyBytes: maxBodyBytes, admits: admits, handler: handler)
    let parsed = RoutePattern(pattern)
    guard !parsed.isLiteral else {
      literal[pattern, default: [:]][method] = route
      return
    }
    if let index = patterns.firstIndex(where: { $0.pattern.text == pattern }) {
      patterns[index].resource[method] = route
    } else {
      patterns.append((parsed, [method: route]))
    }
  }

  /// Every method and pattern that is served, sorted: to hold a document to them.
  package var routes: [(method: String, pattern: String)] {
    let all = literal.map { ($0.key, $0.value) } + patterns.map { ($0.pattern.text, $0.resource) }
    return all.flatMap { pattern, resource in resource.keys.map { ($0, pattern) } }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
  }

  /// The answer to a request; never throws, whatever a handler does.
  package func respond(to request: Request) -> Response {
    do {
      return try answer(request)
    } catch {
      return errorPage(request, error)
    }
  }

  /// The body limit of a request whose body is not read yet, or nil for the server's own.
  package func bodyLimit(of head: Request) -> Int? {
    let resource = literal[head.path] ?? match(head.segments)?.resource
    guard let route = resource?[head.method], let limit = route.maxBodyBytes else { return nil }
    return route.admits(head) ? limit : nil
  }

  private func answer(_ request: Request) throws -> Response {
    if let resource = literal[request.path] {
      return try serve(request, by: resource)
    }
    guard let (resource, parameters) = match(request.segments) else {
      guard request.method != "OPTIONS" || request.path != "*" else { return .empty() }
      throw Refusal(.notFound, code: "notFound", detail: "There is nothing at this address.")
    }
    var request = request
    request.parameters = parameters
    return try serve(request, by: resource)
  }

  private func serve(_ request: Request, by resource: Resource) throws -> Response {
    if let route = route(for: request.method, in: resource) {
      return try route.handler(request)
    }
    let allow = Self.allow(resource)
    guard request.method != "OPTIONS" else {
      return Response(status: .noContent, headers: ["Allow": allow])
    }
    throw Refusal(
      .methodNotAllowed, code: "methodNotAllowed",
      detail: "\(request.method) is not possible here, only \(allow).", headers: ["Allow": allow])
  }

  private func route(for method: String, in resource: Resource) -> Route? {
    resource[method] ?? (method == "HEAD" ? resource["GET"] : nil)
  }

  private func match(_ path: [String]) -> (resource: Resource, parameters: [String: String])? {
    for (pattern, resource) in patterns {
      if let parameters = pattern.match(path) { return (resource, parameters) }
    }
    return nil
  }

  private static func allow(_ resource: Resource) -> String {
    var methods = Set(resource.keys).union(["OPTIONS"])
    if methods.contains("GET") { methods.insert("HEAD") }
    return methods.sorted().joined(separator: ", ")
  }

  /// One plain line: used when the application gives no page of its own.
  package static let plainErrorPage: ErrorPage = { _, error in
    guard let refusal = error as? Refusal else {
      return .text("Internal error.\n", status: .internalServerError)
    }
    return .text(refusal.detail + "\n", status: refusal.status).adding(refusal.headers)
  }
}
