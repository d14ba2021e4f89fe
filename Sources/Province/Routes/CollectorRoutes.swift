import Evidence
package import HTTP

/// The addresses that kiosks use.
package struct CollectorRoutes: Sendable {
  let access: Access
  let collector: Collector
  let personal: PersonalCollector
  let reception: Reception
  let enrolments: Enrolments
  let certificates: Certificates

  /// Puts the use cases behind their addresses.
  package init(
    access: Access, collector: Collector, personal: PersonalCollector, reception: Reception,
    enrolments: Enrolments, certificates: Certificates
  ) {
    self.access = access
    self.collector = collector
    self.personal = personal
    self.reception = reception
    self.enrolments = enrolments
    self.certificates = certificates
  }

  /// Adds the routes, each with the size its body may have.
  package func add(to router: inout Router) {
    let batchBytes = collector.limits.maxCompressedBytes
    router.on("PUT", "/v1/logs/{log}/entries/{range}", maxBodyBytes: batchBytes) { request in
      try putEntries(request)
    }
    router.on("PUT", "/v1/logs/{log}/personal/{range}", maxBodyBytes: batchBytes) { request in
      try putPersonal(request)
    }
    router.on("POST", "/v1/logs/{log}/hello") { try greet($0) }
    router.on("GET", "/v1/logs/{log}/receipt") { try getReceipt($0) }
    router.on(
      "POST", "/v1/logs/{log}/certificate-request", maxBodyBytes: CertificateRequest.byteLimit
    ) { try certify($0) }
    router.on("POST", "/v1/enrolments") { try enrol($0) }
  }

  private func putEntries(_ request: Request) throws -> Response {
    let (log, key) = try access.sender(of: request)
    let range = try SeqRange(request.parameters["range"] ?? "")
    try BatchHeaders.check(request, type: Batch.mediaType)
    try reception.admit(key, backlog: range.count, size: range.end)
    let accepted = try collector.accept(request.body, log: log, range: range)
    reception.release(key, upTo: accepted.next)
    return receipt(accepted.receipt)
  }

  private func putPersonal(_ request: Request) throws -> Response {
    let log = try known(request)
    let range = try SeqRange(request.parameters["range"] ?? "")
    try BatchHeaders.check(request, type: PersonalDocument.mediaType)
    let outcome = try personal.accept(request.body, log: log, range: range)
    return try json([
      "kept": .integer(Int64(outcome.kept)), "declined": .integer(Int64(outcome.declined)),
      "next": .integer(outcome.next),
    ])
  }

  private func greet(_ request: Request) throws -> Response {
    let log = try known(request)
    try requireJSON(request)
    let standing = try reception.greet(try Greeting(json: request.body), log: log)
    let limits = collector.limits
    return try json([
      "next": .integer(standing.next), "size": .integer(standing.next),
      "root": .text(standing.root.base64), "time": .integer(standing.milliseconds),
      "limits": .object([
        "events": .integer(Int64(limits.maxEvents)),
        "bytes": .integer(Int64(limits.maxCompressedBytes)),
      ]),
      "admit": .boolean(true),
    ])
  }

  private func getReceipt(_ request: Request) throws -> Response {
    guard let text = try collector.receipt(log: try known(request)) else {
      throw Problem(
        404, "no-receipt", title: "There is no receipt yet",
        detail: "Nothing of this log has been stored. Send it from 0.")
    }
    return receipt(text)
  }

  private func enrol(_ request: Request) throws -> Response {
    try requireJSON(request)
    let answer = try enrolments.enrol(
      try EnrolmentRequest(json: request.body), address: request.remoteAddress)
    return try json(try answer.members(atSeconds: enrolments.clock.seconds))
  }

  private func certify(_ request: Request) throws -> Response {
    let log = try known(request)
    try requireJSON(request)
    let wish: CertificateRequest
    do throws(TrustError) {
      wish = try CertificateRequest(json: request.body)
    } catch {
      throw Problem(
        400, "request", title: "The request for a certificate is wrong",
        detail: "\(error.code): send device, key, log, made and signature, signed by that key.")
    }
    switch try certificates.request(wish, log: log) {
    case .certified(let answer):
      return Response.json(try answer.json()).with("Cache-Control", "no-store")
    case .pending:
      return Response.json(
        try CanonicalValue.object(["pending": .boolean(true)]).canonical(), status: 202
      ).with("Cache-Control", "no-store")
    }
  }

  /// The log in the path, once its token has been shown.
  private func known(_ request: Request) throws -> LogID {
    try access.log(of: request)
  }

  private func requireJSON(_ request: Request) throws(Problem) {
    guard request.contentType == "application/json" else {
      throw Problem.mediaType(request.contentType, wanted: "application/json")
    }
  }

  private func receipt(_ text: String) -> Response {
    Response.text(text).with("Cache-Control", "no-store")
  }

  private func json(_ members: [String: CanonicalValue]) throws -> Response {
    Response.json(try CanonicalValue.object(members).canonical())
      .with("Cache-Control", "no-store")
  }
}
