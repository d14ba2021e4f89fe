import Logging
import Synchronization

/// Looks at the network every few seconds and lets the transfer try earlier when something appeared.
/// A look costs some tens of microseconds; that is simpler than to follow the kernel's messages.
package final class NetworkWatch: Sendable {
  /// Seconds between two looks.
  package static let intervalSeconds = 5.0

  private let look: @Sendable () -> NetworkState
  private let onChange: @Sendable () -> Void
  private let last: Mutex<NetworkState>

  /// - Parameters:
  ///   - look: how the network is seen.
  ///   - onChange: called after something appeared.
  init(
    look: @escaping @Sendable () -> NetworkState = NetworkState.current,
    onChange: @escaping @Sendable () -> Void
  ) {
    self.look = look
    self.onChange = onChange
    last = Mutex(look())
  }

  /// Looks once.
  /// - Returns: whether something appeared.
  @discardableResult
  func step() -> Bool {
    let now = look()
    let hasMore = last.withLock { last in
      defer { last = now }
      return now.hasMore(than: last)
    }
    if hasMore { onChange() }
    return hasMore
  }
}
