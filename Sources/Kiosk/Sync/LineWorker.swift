import Evidence
package import HTTP
package import Logging
import Store
import Synchronization

/// Holds a line to the province, over which the province fetches the log although it cannot reach
/// this machine: the kiosk asks "is there anything?", the province answers at once or after some
/// seconds, with a request for one of the pull addresses and nothing else. The province shows the
/// same token as at the kiosk's own port, so whoever else answers learns nothing.
package final class LineWorker: Sendable {
  /// A province that answers faster than this without an order is asked again a second later.
  private static let shortestHoldMilliseconds: Int64 = 1_000
  private static let unenrolledSeconds = 60.0
  /// A line costs little: it is tried again after five minutes at the latest.
  private static let mostBackOffSeconds = 300

  private let store: Store
  private let keys: Keys
  private let clock: Clock
  private let settings: SyncSettings
  private let router: Router
  private let logger: Logger
  private let send: @Sendable (ClientRequest) throws -> ClientResponse
  private let failures = Atomic<Int>(0)

  /// - Parameters:
  ///   - router: the pull addresses.
  ///   - send: how a request travels; it must wait longer than the province holds a line.
  package init(
    desk: Desk, router: Router, logger: Logger,
    send: @escaping @Sendable (ClientRequest) throws -> ClientResponse
  ) {
    store = desk.store
    keys = desk.keys
    clock = desk.clock
    settings = desk.settings.sync
    self.router = router
    self.logger = logger
    self.send = send
  }

  /// Holds the line once.
  /// - Returns: seconds until it shall be held again.
  package func step() -> Double {
    do {
      guard let enrolment = try keys.enrolment() else {
        return Self.unenrolledSeconds
      }
      let line = ProvinceLine(
        enrolment: enrolment, address: settings.address(of: enrolment),
        log: enrolment.log ?? store.log,
        send: send)
      let delay = try hold(line)
      failures.store(0, ordering: .relaxed)
      return delay
    } catch let wait as Wait {
      return Double(wait.seconds)
    } catch {
      return delayAfter(error)
    }
  }

  /// Asks for an order and carries it out.
  private func hold(_ line: ProvinceLine) throws -> Double {
    let start = clock.read().bootMilliseconds
    let response = try line.hold()
    guard response.status != .noContent else {
      let held = clock.read().bootMilliseconds - start
      return held < Self.shortestHoldMilliseconds ? 1 : 0
    }
    guard response.status == .ok else {
      throw try refusal(response, line)
    }
    guard let order = LineOrder(response) else {
      throw LineError(message: Stranger(response).message)
    }
    let answer = router.respond(to: order.request)
    guard case .bytes(let bytes) = answer.body else {
      throw LineError(message: "the answer to \(order.request.path) is no plain document")
    }
    let type = answer.headers["Content-Type"] ?? "application/octet-stream"
    let taken = try line.answer(order.id, status: answer.status.code, type: type, bytes)
    // 404: the province waits for this one no more.
    guard taken.status.isSuccess || taken.status == .notFound else {
      throw try refusal(taken, line)
    }
    return 0
  }

  private func refusal(_ response: ClientResponse, _ line: ProvinceLine) throws -> any Error {
    switch TransferAnswer(response, province: line.enrolment.verifier) {
    case .later(let seconds): Wait(seconds: seconds)
    case .stranger(let stranger): LineError(message: stranger.message)
    case .nothing(let text): LineError(message: text)
    case .receipt, .partial, .gap, .fork, .tooLarge, .encoding, .damaged, .unwelcome:
      LineError(message: "status \(response.status.code)")
    }
  }

  private func delayAfter(_ error: any Error) -> Double {
    let count = failures.wrappingAdd(1, ordering: .relaxed).newValue
    let backOff = BackOff(
      unitSeconds: settings.backOffSeconds,
      mostSeconds: min(settings.backOffMostSeconds, Self.mostBackOffSeconds))
    var random = SystemRandomNumberGenerator()
    let delay = Double(backOff.delayMilliseconds(failures: count, using: &random)) / 1_000
    logger.info("event=line outcome=failed failures=\(count) reason=\"\(error)\"")
    return delay
  }

  /// The province asked to come back after so long.
  private struct Wait: Error {
    let seconds: Int
  }

  /// What was wrong with an answer.
  private struct LineError: Error, CustomStringConvertible {
    let message: String

    var description: String { message }
  }
}
