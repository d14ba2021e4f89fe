extension Migration {
  /// When and by which program an event was set aside.
  static let quarantine = Migration(
    number: 9, name: "quarantine",
    script: """
      SELECT 1
      """)
}
