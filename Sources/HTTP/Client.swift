import CCurl
import Synchronization

/// Sends requests and waits for the answers (libcurl); any thread may use it.
///
/// Idle handles are kept so that a later request finds its connection open.
package final class Client: Sendable {
  private static let maxIdleHandles = 4
  /// libcurl's global state: initialised once, before any handle, on whichever thread comes first.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  private let settings: ClientSettings
  private let idle = Mutex<[ClientHandle]>([])
  private let interruptions = Interruptions()

  package init(settings: ClientSettings = ClientSettings()) {
    self.settings = settings
  }

  /// Sends one request and gives the whole answer, whatever its status. Follows no redirect.
  ///
  /// Blocks up to `timeoutSeconds`; throws `ClientError` if no complete answer came.
  package func send(_ request: ClientRequest) throws(ClientError) -> ClientResponse {
    guard Self.isReady, let handle = takeHandle() else {
      throw ClientError(
        operation: "prepare", reason: .other, code: 0, message: "libcurl could not be started.")
    }
    let response = try handle.send(
      request, settings: settings, interruptions: interruptions)
    idle.withLock { idle in
      if idle.count < Self.maxIdleHandles { idle.append(handle) }
    }
    return response
  }

  /// Makes every `send` in progress end with `ClientError` `.interrupted` within a second.
  package func interrupt() {
    interruptions.add()
  }

  private func takeHandle() -> ClientHandle? {
    idle.withLock { $0.popLast() } ?? ClientHandle()
  }
}

/// Counts calls of `interrupt`, so that each ends the transfers that had begun before it.
final class Interruptions: Sendable {
  private let number = Atomic<Int>(0)

  var count: Int { number.load(ordering: .acquiring) }

  func add() {
    number.add(1, ordering: .releasing)
  }
}
