import Centre
import Synchronization

/// The codes of the last seconds with what they led to, so that a card held before the scanner is
/// one reading. Holds digests only, and never for longer than the setting says.
final class RecentReadings: Sendable {
  private struct Reading {
    let welcome: Welcome
    let bootMilliseconds: Int64
  }

  private let readings: Mutex<[String: Reading]> = Mutex([:])

  /// What the same reading led to within the last `seconds`; nil when it is new.
  func repeated(_ code: String, within seconds: Int, bootMilliseconds now: Int64) -> AlreadyIn? {
    readings.withLock { readings in
      readings = readings.filter { now - $0.value.bootMilliseconds < Int64(seconds) * 1_000 }
      return readings[code].map { AlreadyIn(repeating: $0.welcome) }
    }
  }

  /// Keeps what a reading led to.
  func note(_ welcome: Welcome, for code: String, bootMilliseconds: Int64) {
    readings.withLock {
      $0[code] = Reading(welcome: welcome, bootMilliseconds: bootMilliseconds)
    }
  }

  /// Forgets the reading that led to a visit, because it was taken back or ended.
  func forget(visit id: Int64) {
    readings.withLock { readings in
      readings = readings.filter { $0.value.welcome.visitId != id }
    }
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
