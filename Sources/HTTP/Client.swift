/// Sends requests and waits for the answers (libcurl); any thread may use it.
package final class Client: Sendable {
  package init(settings: ClientSettings = ClientSettings()) {}

  /// Sends one request and gives the whole answer. Follows no redirect.
  package func send(_ request: ClientRequest) throws(ClientError) -> ClientResponse {
    throw ClientError(operation: "send", reason: .other, code: 0, message: "")
  }
}
