package import Evidence

/// The rule for "Không phải tôi": how long a check-in may be undone.
package enum Undo {
  /// Whether `now` is still within the time for undoing what happened at `then`.
  ///
  /// Within one boot the boot-time clock counts, which no correction of the wall clock moves;
  /// across boots the wall clock does.
  package static func isInTime(
    then: ClockReading, now: ClockReading, withinSeconds: Int
  ) -> Bool {
    let elapsed =
      then.boot == now.boot
      ? now.bootMilliseconds - then.bootMilliseconds : now.wallMilliseconds - then.wallMilliseconds
    return elapsed <= Int64(withinSeconds) * 1000
  }
}
