import Centre
import Synchronization

/// The codes of the last seconds with what they led to, so that a card held before the scanner is
/// one reading. Holds digests only, and never for longer than the setting says.
///
/// At most `most` are kept: a repeat of one that was dropped early finds its visit in the database.
final class RecentReadings: Sendable {
  private static let most = 512

  fileprivate struct Reading {
    let welcome: Welcome
    let bootMilliseconds: Int64
  }

  /// Readings by code, and the codes in the order they came, so that forgetting the old ones costs
  /// only as much as there are old ones.
  fileprivate struct Kept {
    var readings: [String: Reading] = [:]
    var order: [(code: String, bootMilliseconds: Int64)] = []
    var first = 0
  }

  private let kept = Mutex(Kept())

  /// What the same reading led to within the last `seconds`; nil when it is new.
  func repeated(_ code: String, within seconds: Int, bootMilliseconds now: Int64) -> AlreadyIn? {
    kept.withLock { kept in
      kept.forget(before: now - Int64(seconds) * 1_000)
      return kept.readings[code].map { AlreadyIn(repeating: $0.welcome) }
    }
  }

  /// Keeps what a reading led to.
  func note(_ welcome: Welcome, for code: String, bootMilliseconds: Int64) {
    kept.withLock { kept in
      kept.readings[code] = Reading(welcome: welcome, bootMilliseconds: bootMilliseconds)
      kept.order.append((code, bootMilliseconds))
      if kept.order.count - kept.first > Self.most { kept.forgetOldest() }
    }
  }

  /// Forgets the reading that led to a visit, because it was taken back or ended.
  func forget(visit id: Int64) {
    kept.withLock { kept in
      kept.readings = kept.readings.filter { $0.value.welcome.visitId != id }
    }
  }
}

extension RecentReadings.Kept {
  /// Drops everything that came at `limit` or earlier, in milliseconds since boot.
  fileprivate mutating func forget(before limit: Int64) {
    while first < order.count, order[first].bootMilliseconds <= limit { forgetOldest() }
  }

  /// Drops the oldest reading, unless the same code has been read again since.
  fileprivate mutating func forgetOldest() {
    let (code, bootMilliseconds) = order[first]
    if readings[code]?.bootMilliseconds == bootMilliseconds { readings[code] = nil }
    first += 1
    guard first > 256, first > order.count / 2 else { return }
    order.removeFirst(first)
    first = 0
  }
}

extension AlreadyIn {
  fileprivate init(repeating welcome: Welcome) {
    self.init(
      visitId: welcome.visitId, residentId: welcome.residentId, name: welcome.name,
      sessionCode: welcome.sessionCode, sessionTitle: welcome.sessionTitle,
      sinceMilliseconds: welcome.atMilliseconds, outMilliseconds: nil,
      hoursThisYearTenths: welcome.hoursThisYearTenths)
  }
}
