extension Migration {
  /// Whether a target was seen in the source that it names.
  static let confirmed = Migration(
    number: 15, name: "confirmed",
    script: """
      ALTER TABLE target ADD confirmed boolean NOT NULL DEFAULT true;
      COMMENT ON COLUMN target.confirmed IS
        'whether somebody has seen the figure in its source; where not, whoever shows it says so';
      """)
}
