extension Migration {
  /// What comes down to the kiosks: units, rubrics, announcements; and what they say of themselves.
  static let bulletin = Migration(
    number: 10, name: "bulletin",
    script: """
      SELECT 1
      """)
}
