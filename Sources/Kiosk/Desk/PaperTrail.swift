import Centre
import Synchronization

/// What was read from paper lists since the start, so that a page that is loaded again still says which
/// codes were unknown or read twice. The visits themselves stand in the store.
///
/// Holds numbers of residents and the ends of unknown codes, never a name or a whole identity number.
final class PaperTrail: Sendable {
  /// What one reading led to.
  enum Outcome: Equatable, Sendable {
    /// A new visit.
    case entered(visit: Int64, resident: Int64)
    /// The person stood on the roll already.
    case already(resident: Int64, sinceMilliseconds: Int64)
    /// A code that nobody here holds, as much of it as may be shown.
    case unknown(code: String)
    /// What was read is no code.
    case unreadable(Unreadable)
  }

  /// Readings kept for a session, and sessions kept.
  private static let mostReadings = 300
  private static let mostSessions = 16

  private struct Kept {
    var readings: [String: [Outcome]] = [:]
    var order: [String] = []
  }

  private let kept = Mutex(Kept())

  /// Adds a reading.
  func note(_ outcome: Outcome, session code: String) {
    kept.withLock { kept in
      if kept.readings[code] == nil { kept.order.append(code) }
      kept.readings[code, default: []].append(outcome)
      if kept.readings[code, default: []].count > Self.mostReadings {
        kept.readings[code]?.removeFirst()
      }
      if kept.order.count > Self.mostSessions {
        kept.readings[kept.order.removeFirst()] = nil
      }
    }
  }

  /// The readings of a session, the latest first.
  func readings(session code: String) -> [Outcome] {
    kept.withLock { $0.readings[code, default: []].reversed() }
  }
}
