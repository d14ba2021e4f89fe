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

/// The answer to a `ClientRequest`, whatever its status; redirects are answers too.
package struct ClientResponse: Sendable {
  package let status: Status
  package let headers: Headers
  package let body: [UInt8]

  package init(status: Status, headers: Headers, body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// No answer came: the line, the name, the certificate, the time or the size.
package struct ClientError: Error, Equatable, Sendable {
  /// What a caller may want to tell apart.
  package enum Reason: String, Sendable {
    case address, resolve, connect, secure, timeout, tooBig, interrupted, other
  }

  package let operation: String
  package let reason: Reason
  /// libcurl's own code (`CURLcode`).
  package let code: Int32
  /// One sentence for the log.
  package let message: String
}
