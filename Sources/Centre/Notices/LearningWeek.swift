package import Evidence

/// Lifelong Learning Week, "Tuần lễ hưởng ứng học tập suốt đời": 1 to 7 October of every year.
package enum LearningWeek {
  /// Whether a day lies in the week.
  package static func contains(_ day: Day) -> Bool {
    day.month == 10 && day.day <= 7
  }

  /// Whether it is the week now; a clock that was never set does not know.
  package static func isOn(_ now: ClockReading) -> Bool {
    now.quality != .unset && contains(Day(wallMilliseconds: now.wallMilliseconds))
  }
}
