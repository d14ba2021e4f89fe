/// Complete answers as bytes, for the moments when libmicrohttpd can no longer be asked to answer.
enum RawAnswer {
  static let requestTimeout = bytes(408, "Request Timeout", "The request took too long.")
  static let contentTooLarge = bytes(413, "Content Too Large", "The body is too large.")

  private static func bytes(_ code: Int, _ phrase: String, _ sentence: String) -> [UInt8] {
    let body = sentence + "\n"
    let head = """
      HTTP/1.1 \(code) \(phrase)\r
      Content-Type: text/plain; charset=utf-8\r
      Content-Length: \(body.utf8.count)\r
      Connection: close\r
      \r

      """
    return Array((head + body).utf8)
  }
}
