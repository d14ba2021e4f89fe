extension Migration {
  /// Logs that branched: a restored or copied card goes on under a new name, both histories stay.
  static let epochs = Migration(
    number: 5, name: "epochs",
    script: """
      -- A branch that came on a stick has a receipt once its first batch is here.
      ALTER TABLE stream DROP CONSTRAINT stream_check;
      ALTER TABLE stream
        ADD parent integer REFERENCES stream,
        ADD fork bigint CHECK (fork >= 0),
        ADD reason text,
        ADD branched timestamptz,
        ADD counted bigint NOT NULL DEFAULT 0 CHECK (counted >= 0),
        ADD CHECK ((parent IS NULL) = (fork IS NULL)),
        ADD CHECK (parent < id),
        ADD CHECK (next >= fork),
        ADD CHECK (receipt IS NOT NULL OR next = coalesce(fork, 0)),
        ADD CHECK (receipt IS NULL OR next > 0);
      COMMENT ON COLUMN stream.parent IS 'the log of which this one is a branch';
      COMMENT ON COLUMN stream.fork IS
        'events [0, fork) are the parent''s and stored there only; the tree covers them';
      COMMENT ON COLUMN stream.counted IS
        'only rows with seq >= counted count here: those before are counted in a branch';
      CREATE INDEX "streamByParent" ON stream (parent) WHERE parent IS NOT NULL;
      CREATE INDEX "streamByKey" ON stream (key);

      -- Where the events of one log are stored: [first, last) at each holder, itself first.
      CREATE FUNCTION lineage(integer)
        RETURNS TABLE (holder integer, first bigint, last bigint)
        LANGUAGE sql STABLE ROWS 1 AS $$
          WITH RECURSIVE line (holder, first, last, parent) AS (
            SELECT id, coalesce(fork, 0), 9223372036854775807, parent FROM stream WHERE id = $1
            UNION ALL
            SELECT s.id, least(coalesce(s.fork, 0), l.first), l.first, s.parent
            FROM line l JOIN stream s ON s.id = l.parent)
          SELECT line.holder, line.first, line.last FROM line WHERE line.first < line.last
        $$;

      ALTER TABLE session ADD added bigint;
      UPDATE session SET added = seq;
      COMMENT ON COLUMN session.added IS 'the event that first named it; seq is the last edit';
      """)
}
