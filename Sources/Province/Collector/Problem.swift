package import Evidence
package import HTTP

/// "Your request is wrong", as an RFC 9457 problem document: what, where, and what to do.
package struct Problem: Error, Equatable, Sendable {
  /// The answer's status.
  package let status: Status
  /// A short stable word; `type` is `urn:learning-kiosk:problem:` and this word.
  package let code: String
  /// The kind of problem in a few words, the same every time.
  package let title: String
  /// This occurrence: what and where, and what the kiosk should do.
  package let detail: String
  /// Members beside the standard ones, such as `next` and `root`.
  package let members: [String: CanonicalValue]
  /// Fields to send along, such as `Retry-After`.
  package let headers: Headers

  /// Makes a problem.
  package init(
    _ status: Status, _ code: String, title: String, detail: String,
    members: [String: CanonicalValue] = [:], headers: Headers = [:]
  ) {
    self.status = status
    self.code = code
    self.title = title
    self.detail = detail
    self.members = members
    self.headers = headers
  }

  /// A refusal of the HTTP room, in the same clothes.
  package init(_ refusal: Refusal) {
    self.init(
      refusal.status, refusal.code, title: "The request cannot be served",
      detail: refusal.detail, headers: refusal.headers)
  }

  /// The document as an answer.
  package var response: Response {
    var object = members
    object["type"] = .text("urn:learning-kiosk:problem:\(code)")
    object["code"] = .text(code)
    object["title"] = .text(title)
    object["status"] = .integer(Int64(status.code))
    object["detail"] = .text(nfc(detail))
    // Every text above is NFC and every number small, so this cannot fail; a bare status if it did.
    let bytes = (try? CanonicalValue.object(object).canonical()) ?? []
    return Response.problem(bytes, status: status).adding(headers)
  }
}
