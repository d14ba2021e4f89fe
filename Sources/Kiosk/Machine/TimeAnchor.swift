import Centre

/// A moment of this start of the machine whose true time somebody has told: from then on the time
/// since start tells it.
struct TimeAnchor: Equatable, Sendable {
  /// The moment, milliseconds since the machine started.
  let bootMilliseconds: Int64
  /// The time then, milliseconds since 1970.
  let wallMilliseconds: Int64
  /// How far it may have been off.
  let errorMilliseconds: Int64

  /// The time at another moment of the same start.
  func wall(atBootMilliseconds moment: Int64) -> Int64 {
    wallMilliseconds + moment - bootMilliseconds
  }

  /// How far that time may be off: the drift of the quartz comes on top.
  func error(atBootMilliseconds moment: Int64) -> Int64 {
    errorMilliseconds
      + abs(moment - bootMilliseconds) * Timeline.driftPerMillion / 1_000_000
  }
}
