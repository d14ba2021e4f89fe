import Evidence
import HTTP

extension KioskLine {
  /// Which log the kiosk keeps now, and how long it is.
  func head() throws -> (log: LogID, size: Int64) {
    let checkpoint = try checkpoint()
    guard let hex = checkpoint.origin.split(separator: "/").last,
      let log = try? LogID(hex: String(hex))
    else { throw PullError(operation: "checkpoint", code: 0, message: "it names no log") }
    return (log, checkpoint.size)
  }

  /// The root of the kiosk's tree of this size.
  func root(at size: Int64) throws -> Digest {
    let response = try get("branch", "/v1/log/root?size=\(size)")
    guard response.status == .ok, let value = try? CanonicalValue(json: response.body),
      let root = value.object?["root"]?.text.flatMap(Digest.init(base64:))
    else { throw failure("branch", response, "the kiosk gave no root") }
    return root
  }

  /// The kiosk's announcement of a branch at `fork`; nil when it has none.
  func branch(fork: Int64) throws -> [UInt8]? {
    let response = try get("branch", "/v1/log/branch?fork=\(fork)")
    guard response.status != .noContent else { return nil }
    guard response.status == .ok else {
      throw failure("branch", response, "the kiosk gave no announcement")
    }
    return response.body
  }

  /// Hands the answer to a branch back.
  func send(branch answer: [UInt8]) throws {
    let response = try send(
      "branch",
      ClientRequest(
        method: "POST", url: url + "/v1/log/branch",
        headers: ["Content-Type": "application/json"], body: answer))
    guard response.status.isSuccess else {
      throw failure("branch", response, "the kiosk did not take the answer")
    }
  }
}
