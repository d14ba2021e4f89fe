import Evidence
import HTTP
import Store

/// The same for a kiosk that is only pulled: the province compares roots, fetches the announcement and
/// hands its answer back.
extension PullRoutes {
  func addBranchRoutes(to router: inout Router) {
    router.on("GET", "/v1/log/root") { try root($0) }
    router.on("GET", "/v1/log/branch") { try announcement($0) }
    router.on(
      "POST", "/v1/log/branch", maxBodyBytes: BranchAnswer.byteLimit,
      admits: { (try? open(to: $0)) != nil }, { try answer($0) })
  }

  /// Opens an epoch, or leaves the matter to people; either way the receipt is not kept.
  func branch(_ reason: BranchReason) throws -> Refusal {
    _ = try epochs.open(reason)
    return Refusal(.conflict, code: "fork", detail: "The receipt is about another history.")
  }

  private func root(_ request: Request) throws -> Response {
    _ = try open(to: request)
    let size = try number("size", in: request, standard: nil)
    guard let range = try store.compactRange(at: size) else {
      throw Refusal(
        .rangeNotSatisfiable, code: "range",
        detail: "size is \(size), the log ends at \(try store.logSize()).")
    }
    return .json(
      try CanonicalValue.object(["size": .integer(size), "root": .text(range.root.base64)])
        .canonical())
  }

  private func announcement(_ request: Request) throws -> Response {
    let log = try open(to: request)
    guard log.isPending else { return .empty(.noContent) }
    let fork = try number("fork", in: request, standard: nil)
    guard let announcement = try log.announcement(fork: fork) else {
      throw Refusal(
        .rangeNotSatisfiable, code: "range", detail: "The log cannot have branched at \(fork).")
    }
    return .json(try announcement.json())
  }

  private func answer(_ request: Request) throws -> Response {
    let log = try open(to: request)
    guard log.isPending else { return .empty(.noContent) }
    guard
      let answer = BranchAnswer(json: request.body, province: log.enrolment.verifier.key),
      try epochs.take(answer, log) != nil
    else {
      throw Refusal(
        .unprocessableContent, code: "branch", detail: "This is not an answer about this log.")
    }
    return .empty(.noContent)
  }
}
