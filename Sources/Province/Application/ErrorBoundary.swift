import HTTP
import Logging

/// The place where whatever a handler threw becomes an answer: a problem document for programs, a
/// page for people. Faults are logged here, once, with the number that the visitor sees.
struct ErrorBoundary: Sendable {
  let pages: PageRoutes
  let logger: Logger

  func answer(_ request: Request, _ error: any Error) -> Response {
    switch error {
    case let problem as Problem: return show(problem, request, incident: nil)
    case let refusal as Refusal: return show(Problem(refusal), request, incident: nil)
    default: return fault(request, error)
    }
  }

  private func fault(_ request: Request, _ error: any Error) -> Response {
    let incident = OneTimeCode.random().text.suffix(4)
    logger.error(
      "request failed",
      metadata: [
        "incident": "\(incident)", "method": "\(request.method)", "path": "\(request.path)",
        "error": "\(error)",
      ])
    let isTransient = (error as? PostgresError)?.isTransient ?? false
    let problem =
      isTransient
      ? Problem(
        503, "database", title: "The database cannot be reached",
        detail: "Nothing was stored. Try again in 15 seconds. Incident \(incident).",
        headers: ["Retry-After": "15"])
      : Problem(
        500, "fault", title: "The service has failed",
        detail: "Nothing was stored. Tell the province's operator: incident \(incident).")
    return show(problem, request, incident: String(incident))
  }

  private func show(_ problem: Problem, _ request: Request, incident: String?) -> Response {
    // A path that could not be read has become "/": what was sent tells who asks.
    guard !request.rawTarget.hasPrefix("/v1/") else { return problem.response }
    return pages.problem(request, status: problem.status, incident: incident)
      .adding(problem.headers)
  }
}
