extension Migration {
  /// How far statements have been forwarded.
  static let forward = Migration(
    number: 11, name: "forward",
    script: """
      SELECT 1
      """)
}
