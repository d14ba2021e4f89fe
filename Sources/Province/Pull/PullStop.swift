import Synchronization

/// The end of a puller's work: rounds under way end at their next request, and none begins.
final class PullStop: Sendable {
  private let flag = Atomic<Bool>(false)

  /// Whether the work is to end; once set it stays.
  var isSet: Bool { flag.load(ordering: .acquiring) }

  func set() { flag.store(true, ordering: .releasing) }

  /// - Throws: `PullError` once the work is to end.
  func check() throws(PullError) {
    guard !isSet else {
      throw PullError(operation: "stop", code: 0, message: "the puller is being stopped")
    }
  }
}
