extension Migration {
  /// Logs that branched: a restored or copied card goes on under a new name, both histories stay.
  static let epochs = Migration(
    number: 5, name: "epochs",
    script: """
      ALTER TABLE stream
        ADD parent integer REFERENCES stream,
        ADD fork bigint CHECK (fork >= 0),
        ADD reason text,
        ADD branched timestamptz,
        ADD counted bigint NOT NULL DEFAULT 0 CHECK (counted >= 0),
        ADD CHECK ((parent IS NULL) = (fork IS NULL));
      COMMENT ON COLUMN stream.parent IS 'the log of which this one is a branch';
      COMMENT ON COLUMN stream.fork IS
        'events [0, fork) are the parent''s and stored there only; the tree covers them';
      COMMENT ON COLUMN stream.counted IS
        'only rows with seq >= counted count here: those before are counted in a branch';
      """)
}
