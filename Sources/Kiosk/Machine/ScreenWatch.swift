import Synchronization

/// Whether the browser at the door is alive. Its page gives a sign every few seconds, by its main thread
/// and after painting; one that hangs gives none. Where no sign ever came, nothing is missed.
///
/// Times are milliseconds since boot.
package final class ScreenWatch: Sendable {
  /// How the screen is.
  package enum State: String, Sendable {
    /// No page is open, or the last one was closed in order.
    case closed
    /// A page gave a sign not long ago.
    case alive
    /// The page's signs have ceased.
    case silent
  }

  /// What a look found.
  struct Finding: Equatable {
    /// The seconds of silence, when it has just been noticed.
    var newSilenceSeconds: Int64?
    /// Whether the action may be taken now: the screen is silent, and the last time is long enough ago.
    var isActionDue = false
  }

  private struct Kept {
    var state = State.closed
    var heard: Int64 = 0
    var looked: Int64?
    var acted: Int64?
    var silences: Int64 = 0
  }

  /// Two actions lie this far apart: a browser that does not come back is not helped by haste.
  static let actionMilliseconds: Int64 = 300_000

  private let silentMilliseconds: Int64
  private let kept = Mutex(Kept())

  /// - Parameter silentSeconds: without a sign for so long the screen counts as silent.
  package init(silentSeconds: Int) {
    silentMilliseconds = Int64(silentSeconds) * 1_000
  }

  /// Seconds between two looks, and between two signs of the page.
  package var intervalSeconds: Int { max(1, Int(silentMilliseconds / 4_000)) }

  /// How the screen is, as of the last look.
  package var state: State { kept.withLock { $0.state } }

  /// How often it fell silent since the start.
  package var silences: Int64 { kept.withLock { $0.silences } }

  /// Takes a sign of the page.
  /// - Returns: whether the screen had been silent.
  @discardableResult
  func hear(at now: Int64) -> Bool {
    kept.withLock {
      let wasSilent = $0.state == .silent
      $0.state = .alive
      $0.heard = now
      return wasSilent
    }
  }

  /// The page was closed or hidden in order: no sign is expected.
  func leave() {
    kept.withLock { $0.state = .closed }
  }

  /// Looks whether signs are missing. When this look itself comes late, the whole machine stood still,
  /// and the page is given as long again.
  func look(at now: Int64) -> Finding {
    kept.withLock { kept in
      let isLate = kept.looked.map { now - $0 > silentMilliseconds } ?? false
      kept.looked = now
      if isLate { kept.heard = max(kept.heard, now - silentMilliseconds / 2) }
      var finding = Finding()
      if kept.state == .alive, now - kept.heard >= silentMilliseconds {
        kept.state = .silent
        kept.silences += 1
        finding.newSilenceSeconds = (now - kept.heard) / 1_000
      }
      if kept.state == .silent, kept.acted.map({ now - $0 >= Self.actionMilliseconds }) ?? true {
        finding.isActionDue = true
      }
      return finding
    }
  }

  /// Remembers that the action was taken.
  func noteAction(at now: Int64) {
    kept.withLock { $0.acted = now }
  }
}
