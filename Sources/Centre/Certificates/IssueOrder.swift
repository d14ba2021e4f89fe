package import Evidence

/// Certificates are issued in the order of their times, so that a clock that fell back is noticed.
package enum IssueOrder {
  /// A later certificate whose clock ran wild must not stop all issuing until its time has come: when
  /// the province's own signature says what time it is, a difference beyond this is the other one's.
  package static let wildSeconds: Int64 = 300

  /// Whether the clock stands before the last issue, so that nothing may be issued.
  package static func isBehind(lastIssuedAtSeconds last: Int64, now: ClockReading) -> Bool {
    let behind = last - now.wallMilliseconds / 1_000
    guard now.quality == .receipt else { return behind > 0 }
    return behind > 0 && behind <= wildSeconds
  }
}
