extension Migration {
  /// What is known of each kiosk's clock, by which the times of events are corrected.
  static let clock = Migration(
    number: 6, name: "clock",
    script: """
      SELECT 1
      """)
}
