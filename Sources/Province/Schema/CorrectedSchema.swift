extension Migration {
  /// How far the marks of a log's clock have been used for what was projected before them.
  static let corrected = Migration(
    number: 17, name: "corrected",
    script: """
      ALTER TABLE projection ADD corrected bigint NOT NULL DEFAULT 0;
      UPDATE projection SET corrected = next;
      COMMENT ON COLUMN projection.corrected IS
        'the marks of "clockMark" before this position have corrected the rows before them';
      """)
}
