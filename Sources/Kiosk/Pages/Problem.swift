import HTTP

/// A problem document (RFC 9457): what is wrong with a request, and where.
struct Problem {
  let status: Status
  /// A short stable word for programs, e.g. `json.syntax`.
  let code: String
  /// One English sentence for whoever writes the program.
  let detail: String
  /// The byte of the body where reading stopped.
  var offset: Int?
  /// The member at fault, as a JSON pointer (RFC 6901).
  var pointer: String?
  /// One sentence in Vietnamese for the person at the machine.
  var message: String?
  /// The number under which the fault stands in the log.
  var incident: String?
  /// Fields to send along, such as `Allow`.
  var headers: Headers = [:]

  /// The name of the status (RFC 9110 section 15).
  private var title: String {
    switch status.code {
    case 400: "Bad Request"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 409: "Conflict"
    case 413: "Content Too Large"
    case 415: "Unsupported Media Type"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 503: "Service Unavailable"
    default: "Status \(status.code)"
    }
  }

  var response: Response {
    var json = JSONText()
    json.text("type", "about:blank")
    json.text("title", title)
    json.number("status", Int64(status.code))
    json.text("code", code)
    json.text("detail", detail)
    json.number("offset", offset.map(Int64.init))
    json.text("pointer", pointer)
    json.text("message", message)
    json.text("incident", incident)
    return Response.problem(json.object, status: status).with("Cache-Control", "no-store")
      .adding(headers)
  }
}
