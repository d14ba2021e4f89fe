import CCurl
import Synchronization

/// Sends requests and waits for the answers (libcurl); any thread may use it.
///
/// Idle handles are kept so that a later request finds its connection open.
package final class Client: Sendable {
  private static let maxIdleHandles = 4
  /// libcurl's global state: initialised once, before any handle, on whichever thread comes first.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  private struct State {
    var settings: ClientSettings
    var idle: [ClientHandle] = []
    /// Counts calls of `change`.
    var changes = 0
  }

  private let state: Mutex<State>
  private let interruptions = Interruptions()

  package init(settings: ClientSettings = ClientSettings()) {
    state = Mutex(State(settings: settings))
  }

  /// Sends by other settings from the next request on, over new connections: the authorities that a
  /// handle has read and the connections that they vouched for are forgotten. What is under way ends as
  /// it began.
  package func change(_ settings: ClientSettings) {
    state.withLock { state in
      state = State(settings: settings, changes: state.changes + 1)
    }
  }

  /// Sends one request and gives the whole answer, whatever its status. Follows no redirect.
  ///
  /// Blocks up to `timeoutSeconds`; throws `ClientError` if no complete answer came.
  package func send(_ request: ClientRequest) throws(ClientError) -> ClientResponse {
    let (idle, settings, changes) = state.withLock { state in
      (state.idle.popLast(), state.settings, state.changes)
    }
    guard Self.isReady, let handle = idle ?? ClientHandle() else {
      throw ClientError(
        operation: "prepare", reason: .other, code: 0, message: "libcurl could not be started.")
    }
    let response = try handle.send(
      request, settings: settings, interruptions: interruptions)
    state.withLock { state in
      guard state.changes == changes, state.idle.count < Self.maxIdleHandles else { return }
      state.idle.append(handle)
    }
    return response
  }

  /// Makes every `send` in progress end with `ClientError` `.interrupted` within a second.
  package func interrupt() {
    interruptions.add()
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
