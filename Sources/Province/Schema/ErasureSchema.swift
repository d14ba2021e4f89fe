extension Migration {
  /// Persons whose values were erased.
  static let erasure = Migration(
    number: 8, name: "erasure",
    script: """
      SELECT 1
      """)
}
