import Evidence
import Glibc
import HTTP

/// Asks a kiosk over the line that it holds, as if by HTTP.
struct DialledOut {
  private static let lookMilliseconds: Int32 = 50

  let lines: HeldLines
  let log: LogID
  let timeoutSeconds: Int
  let stop: PullStop

  /// Sends one request, whose `url` is only a path, and waits for the answer.
  /// - Throws: `PullError` when none came in time or the puller is being stopped, `PostgresError`.
  func send(_ request: ClientRequest) throws -> ClientResponse {
    try stop.check()
    let id = try lines.leave(request, log: log)
    defer { lines.drop(id) }
    for _ in 0..<max(1, timeoutSeconds * 1_000 / Int(DialledOut.lookMilliseconds)) {
      if let response = try lines.take(id) { return response }
      try stop.check()
      poll(nil, 0, DialledOut.lookMilliseconds)
    }
    throw PullError(
      operation: "line", code: 0,
      message: "the kiosk did not answer over its line within \(timeoutSeconds) seconds")
  }
}
