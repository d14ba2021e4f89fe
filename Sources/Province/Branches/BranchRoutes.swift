import Evidence
package import HTTP

/// The addresses at which a kiosk finds out where two histories part, and goes on with its own.
package struct BranchRoutes: Sendable {
  let access: Access
  let branches: Branches

  /// Puts the use case behind its addresses.
  package init(access: Access, branches: Branches) {
    self.access = access
    self.branches = branches
  }

  /// Adds the routes.
  package func add(to router: inout Router) {
    router.on("GET", "/v1/logs/{log}/root") { try root($0) }
    router.on("POST", "/v1/logs/{log}/branches", maxBodyBytes: BranchRequest.byteLimit) {
      try branch($0)
    }
  }

  private func root(_ request: Request) throws -> Response {
    let log = try known(request)
    let text = request.query["size"] ?? ""
    guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let size = Int64(text)
    else { throw Problem.sizeQuery }
    let root = try branches.root(of: log, at: size)
    return Response.json(
      try CanonicalValue.object(["size": .integer(size), "root": .text(root.base64)]).canonical()
    ).with("Cache-Control", "no-store")
  }

  private func branch(_ request: Request) throws -> Response {
    let log = try known(request)
    guard request.contentType == "application/json" else {
      throw Problem.mediaType(request.contentType, wanted: "application/json")
    }
    let wish: BranchRequest
    do throws(Malformed) {
      wish = try BranchRequest(json: request.body)
    } catch {
      throw Problem.branchRequest(error.message)
    }
    return Response.json(try branches.json(try branches.take(wish, of: log)))
      .with("Cache-Control", "no-store")
  }

  /// The log in the path, once its token has been shown.
  private func known(_ request: Request) throws -> LogID {
    let text = request.parameters["log"] ?? ""
    guard let log = try? LogID(hex: text) else { throw Problem.log(text) }
    try access.check(authorization: request.header("Authorization"), log: log)
    return log
  }
}
