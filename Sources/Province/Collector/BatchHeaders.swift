import Evidence
package import HTTP

/// What the header fields of a batch must say before its bytes are looked at.
package enum BatchHeaders {
  /// Checks type, encoding and digest (RFC 9530) of a request.
  package static func check(
    _ request: Request, type wanted: String
  ) throws(Problem) {
    let type = request.header("Content-Type") ?? ""
    guard normal(type) == wanted else { throw Problem.mediaType(type, wanted: wanted) }
    let encoding = request.header("Content-Encoding") ?? ""
    guard encoding.lowercased() == "gzip" else { throw Problem.encoding(encoding) }
    try checkDigest(of: request)
  }

  /// Checks that the body is the one that was sent.
  package static func checkDigest(of request: Request) throws(Problem) {
    guard let digest = request.header("Content-Digest"), digest.contains("sha-256=") else {
      throw Problem.digestMissing
    }
    guard ContentDigest.matches(digest, content: request.body) else { throw Problem.digest }
  }

  private static func normal(_ type: String) -> String {
    type.lowercased().filter { $0 != " " && $0 != "\t" && $0 != "\"" }
  }
}
