/// A request to send.
package struct ClientRequest: Sendable {
  package var method: String
  /// Absolute, "http://" or "https://".
  package var url: String
  package var headers: Headers
  /// Nil sends no body.
  package var body: [UInt8]?

  package init(
    method: String = "GET", url: String, headers: Headers = [:], body: [UInt8]? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}
