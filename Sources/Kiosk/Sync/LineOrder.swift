import Evidence
import HTTP

/// One request of the province that came over a held line.
struct LineOrder {
  private static let text = "text/plain; charset=utf-8"
  /// The only requests that may be made, and the type of what they carry.
  static let allowed: [String: String] = [
    "GET /.well-known/learning-kiosk": text, "GET /v1/log/checkpoint": text,
    "GET /v1/log/entries": text, "GET /v1/log/personal": text, "POST /v1/log/receipts": text,
    "GET /v1/log/root": text, "GET /v1/log/branch": text,
    "POST /v1/log/branch": "application/json",
  ]
  /// The longest document that is carried so, as text within JSON.
  private static let mostBytes = 2 * BranchAnswer.byteLimit

  /// The province's number for it.
  let id: Int64
  /// The request as if it had come to the kiosk's own port.
  let request: Request

  /// Reads an order; nil when it is none, or asks for anything but the log.
  init?(_ response: ClientResponse) {
    guard response.body.count <= Self.mostBytes, response.contentType == "application/json",
      let members = (try? CanonicalValue(json: response.body))?.object,
      let id = members["id"]?.integer, let method = members["method"]?.text,
      let path = members["path"]?.text, path.utf8.count <= 200,
      let bearer = members["bearer"]?.text,
      let target = path.split(separator: "?").first,
      let type = Self.allowed["\(method) \(target)"]
    else {
      return nil
    }
    var headers: Headers = [
      "Authorization": "Bearer \(bearer)", "Content-Type": type,
    ]
    // The time at which the order was handed out: a fresher one than that at which it was left.
    headers[ProvinceTime.header] = members["time"]?.integer.map { String($0) }
    guard
      let request = try? Request(
        method: method, target: path, headers: headers,
        body: Array((members["body"]?.text ?? "").utf8))
    else {
      return nil
    }
    self.id = id
    self.request = request
  }
}
