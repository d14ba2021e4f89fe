package import Evidence
import HTTP

/// Every refusal of the collector, in the order in which a request meets them.
extension Problem {
  package static func range(_ text: String) -> Problem {
    Problem(
      400, "range", title: "The range in the path is malformed",
      detail: "\"\(text.prefix(60))\" is not START-END in decimal with START < END, as 4096-4608.")
  }

  package static func log(_ text: String) -> Problem {
    Problem(
      400, "log-id", title: "The log's name in the path is malformed",
      detail: "\"\(text.prefix(60))\" is not 32 lower-case hex digits.")
  }

  package static let noToken = Problem(
    401, "token-missing", title: "Who is sending is unknown",
    detail: "The Authorization field carries no bearer token. Send the token given at enrolment.",
    headers: ["WWW-Authenticate": "Bearer realm=\"logs\""])

  package static let unknownToken = Problem(
    401, "token-unknown", title: "Who is sending is unknown",
    detail: "This token was given to no kiosk. Keep recording; enrol the kiosk again.",
    headers: ["WWW-Authenticate": "Bearer realm=\"logs\", error=\"invalid_token\""])

  package static let revoked = Problem(
    403, "revoked", title: "This kiosk was revoked",
    detail: "The province has withdrawn this kiosk. Keep recording and ask the province.")

  package static let otherLog = Problem(
    403, "other-log", title: "The token belongs to another log",
    detail: "This token may not write to the log in the path. Use the token of that log.")

  package static func mediaType(_ found: String, wanted: String) -> Problem {
    Problem(
      415, "media-type", title: "The body is of another type",
      detail: "Content-Type is \"\(found.prefix(80))\"; send \(wanted).",
      headers: ["Accept": wanted])
  }

  package static func encoding(_ found: String) -> Problem {
    Problem(
      415, "encoding", title: "The body is encoded in another way",
      detail: "Content-Encoding is \"\(found.prefix(40))\"; send gzip.",
      headers: ["Accept-Encoding": "gzip"])
  }

  package static let digestMissing = Problem(
    400, "digest-missing", title: "The body's digest is missing",
    detail: "Send Content-Digest: sha-256=:BASE64: (RFC 9530) over the body as sent.")

  package static let digest = Problem(
    422, "digest", title: "The bytes were damaged on the way",
    detail: "The body's SHA-256 is not the one in Content-Digest. Send it again.")

  package static func wrongProvince(_ origin: String, expected: String) -> Problem {
    Problem(
      421, "wrong-province", title: "This log belongs to another province",
      detail: "The checkpoint's origin is \"\(origin.prefix(120))\", here it must be "
        + "\"\(expected)\". Send it to the province that enrolled this kiosk.")
  }

  package static func unknownLog(_ log: LogID) -> Problem {
    Problem(
      404, "log-unknown", title: "No kiosk is enrolled with this log",
      detail: "The log is \(log). Enrol the kiosk first: provinced enrol-code, or provinced enrol.")
  }

  package static func gap(next: Int64, root: Digest, start: Int64) -> Problem {
    Problem(
      409, "gap", title: "Events before this range are missing",
      detail: "The range starts at \(start), the next event wanted is \(next). "
        + "Compare the root at \(next) with your own tree, then send from there.",
      members: position(next, root))
  }

  package static func fork(size: Int64, root: Digest) -> Problem {
    var members = position(size, root)
    members["next"] = nil
    return Problem(
      409, "fork", title: "The log has two histories",
      detail: "The tree of size \(size) here has another root than the one your key signed. "
        + "Stop this log, keep all of it, and open a new one.", members: members)
  }

  package static func root(_ detail: String, next: Int64, root: Digest) -> Problem {
    Problem(
      422, "root", title: "The events do not add up to the signed root",
      detail: detail + " Read the range again from disk and verify your own tree.",
      members: position(next, root))
  }

  private static func position(_ size: Int64, _ root: Digest) -> [String: CanonicalValue] {
    ["next": .integer(size), "size": .integer(size), "root": .text(root.base64)]
  }
}
