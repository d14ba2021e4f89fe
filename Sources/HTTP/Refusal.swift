/// "Your request is wrong": thrown by a handler or by this target, and turned into an answer by the
/// application's `errorPage`. It is the caller's fault, so nothing is logged as an error.
package struct Refusal: Error, Equatable, Sendable {
  /// The status to answer with, 400 to 499 (or 503).
  package let status: Status
  /// A short stable word for programs and for choosing a phrase, e.g. "form.percent".
  package let code: String
  /// One English sentence for the log and for problem documents, with the place of the mistake.
  package let detail: String
  /// Fields to send along, such as `Allow` or `Retry-After`.
  package let headers: Headers

  package init(_ status: Status, code: String, detail: String, headers: Headers = [:]) {
    self.status = status
    self.code = code
    self.detail = detail
    self.headers = headers
  }
}

extension Refusal: CustomStringConvertible {
  package var description: String { "\(status.code) \(code): \(detail)" }
}
