import Evidence
package import HTTP

/// The addresses at which kiosks that nobody can reach hold a line, over which they are asked.
package struct LineRoutes: Sendable {
  let access: Access
  let lines: HeldLines
  let bell: LineBell
  let maxAnswerBytes: Int

  /// Adds the routes.
  package func add(to router: inout Router) {
    router.on("POST", "/v1/logs/{log}/line") { try hold($0) }
    router.on("PUT", "/v1/logs/{log}/line/{id}", maxBodyBytes: maxAnswerBytes) { try take($0) }
  }

  /// Waits for an order; 204 when there was none.
  private func hold(_ request: Request) throws -> Response {
    let log = try access.log(of: request)
    try lines.hold(log)
    guard let order = try bell.wait(log), let bearer = try lines.pullToken(of: log) else {
      return Response.empty(.noContent).with("Cache-Control", "no-store")
    }
    var members: [String: CanonicalValue] = [
      "id": .integer(order.id), "method": .text(order.method), "path": .text(order.path),
      "bearer": .text(bearer), "time": .integer(lines.clock.milliseconds()),
    ]
    members["body"] = order.body.map { .text($0) }
    return Response.json(try CanonicalValue.object(members).canonical())
      .with("Cache-Control", "no-store")
  }

  private func take(_ request: Request) throws -> Response {
    let log = try access.log(of: request)
    guard let id = Int64(request.parameters["id"] ?? ""),
      let status = Int(request.query["status"] ?? ""), 200...599 ~= status
    else {
      throw Problem(
        400, "line", title: "The answer is to no order",
        detail: "Send PUT line/NUMBER?status=STATUS with the number of the order.")
    }
    try BatchHeaders.checkDigest(of: request)
    let type = String((request.header("Content-Type") ?? "").prefix(200))
    guard
      try lines.answer(id, log: log, status: status, type: nfc(type), request.body)
    else {
      throw Problem(
        404, "line-gone", title: "Nobody waits for this answer",
        detail: "Order \(id) was answered or given up. Hold the line again.")
    }
    return .empty(.noContent)
  }
}
