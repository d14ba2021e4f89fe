extension Migration {
  /// When and by which program an event was set aside, and of which kind it is.
  static let quarantine = Migration(
    number: 9, name: "quarantine",
    script: """
      ALTER TABLE quarantine ADD kind text, ADD since timestamptz, ADD program text;
      COMMENT ON COLUMN quarantine.kind IS 'the event''s kind, where it could be read';
      COMMENT ON COLUMN quarantine.since IS 'when it was first set aside; NULL: before this was noted';
      COMMENT ON COLUMN quarantine.program IS 'the version that could not accept it last';
      CREATE INDEX "quarantineByProgram" ON quarantine (program, stream);
      """)
}
