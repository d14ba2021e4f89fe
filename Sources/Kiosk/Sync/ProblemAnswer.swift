import Evidence
import HTTP

/// A refusal of the protocol: an RFC 9457 document of the province's own kind. What a portal or a
/// proxy says with the same status is none.
struct ProblemAnswer {
  private static let prefix = "urn:learning-kiosk:problem:"

  /// The short stable word.
  let code: String
  /// What the document says.
  let fields: JSONFields

  /// Reads an answer; nil when it is not one.
  init?(_ response: ClientResponse) {
    guard response.contentType == "application/problem+json", response.body.count <= 65_536,
      let value = try? CanonicalValue(json: response.body),
      let kind = value.object?["type"]?.text, kind.hasPrefix(Self.prefix)
    else {
      return nil
    }
    code = String(kind.dropFirst(Self.prefix.count))
    fields = JSONFields(value, name: "the province's answer")
  }
}
