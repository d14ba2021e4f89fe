extension Migration {
  /// What the events mean: rebuilt from the ledger at any time, never a source.
  ///
  /// A row's `seq` is the event that made it; pseudonyms stand for residents.
  static let projections = Migration(
    number: 3, name: "projections",
    script: """
      CREATE TABLE projection (
        stream integer PRIMARY KEY REFERENCES stream,
        next bigint NOT NULL DEFAULT 0,
        wall timestamptz,
        quality integer
      );
      COMMENT ON COLUMN projection.next IS 'events [0, next) are in the tables below';
      COMMENT ON COLUMN projection.quality IS 'clock quality of the last event';

      CREATE TABLE resident (
        stream integer NOT NULL REFERENCES stream,
        pseudonym text NOT NULL,
        seq bigint NOT NULL,
        guest boolean NOT NULL,
        PRIMARY KEY (stream, pseudonym)
      );

      CREATE TABLE course (
        stream integer NOT NULL REFERENCES stream,
        code text NOT NULL,
        seq bigint NOT NULL,
        programme text NOT NULL,
        title text NOT NULL,
        tenths bigint NOT NULL,
        required bigint NOT NULL,
        PRIMARY KEY (stream, code)
      );
      COMMENT ON COLUMN course.tenths IS 'hours, in tenths';

      CREATE TABLE session (
        stream integer NOT NULL REFERENCES stream,
        code text NOT NULL,
        seq bigint NOT NULL,
        course text,
        title text NOT NULL,
        day bigint NOT NULL,
        starts timestamptz,
        ends timestamptz,
        tenths bigint NOT NULL,
        opened bigint,
        closed bigint,
        PRIMARY KEY (stream, code)
      );

      CREATE TABLE visit (
        stream integer NOT NULL REFERENCES stream,
        seq bigint NOT NULL,
        resident text NOT NULL,
        session text NOT NULL,
        source text NOT NULL,
        entered timestamptz NOT NULL,
        departure bigint,
        departed timestamptz,
        undone bigint,
        PRIMARY KEY (stream, seq)
      );
      CREATE INDEX "visitByResident" ON visit (stream, resident, session, seq);
      COMMENT ON COLUMN visit.undone IS 'the event that took this visit back';

      CREATE TABLE certificate (
        stream integer NOT NULL REFERENCES stream,
        seq bigint NOT NULL,
        number text NOT NULL,
        resident text NOT NULL,
        course text NOT NULL,
        tenths bigint NOT NULL,
        day bigint NOT NULL,
        issued timestamptz NOT NULL,
        copies bigint NOT NULL DEFAULT 0,
        cancelled bigint,
        reason text,
        PRIMARY KEY (stream, seq),
        UNIQUE (stream, number)
      );
      CREATE INDEX "certificateByTime" ON certificate (issued DESC);
      """)
}
