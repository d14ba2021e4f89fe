/// The answer to a `ClientRequest`, whatever its status; redirects are answers too.
package struct ClientResponse: Sendable {
  package let status: Status
  package let headers: Headers
  package let body: [UInt8]

  /// The media type of the body in lower case and without parameters, or "".
  package var contentType: String {
    headers["Content-Type"].map { MediaType($0).name } ?? ""
  }

  package init(status: Status, headers: Headers, body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
