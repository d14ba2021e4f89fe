extension Schema {
  /// What is known of the clock, by which the times of events are corrected.
  static let clock = ""
}
