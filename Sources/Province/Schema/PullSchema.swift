extension Migration {
  /// How the last rounds with each kiosk went.
  static let pull = Migration(
    number: 7, name: "pull",
    script: """
      SELECT 1
      """)
}
