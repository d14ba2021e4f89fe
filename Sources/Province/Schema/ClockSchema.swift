extension Migration {
  /// What is known of each kiosk's clock, by which the times of events are corrected.
  ///
  /// A kiosk's claim stays in `entered` and `issued`; beside it stand the interval in which the event
  /// truly lies, the time to show, and what they rest on. `mono` is milliseconds since the kiosk's
  /// machine was started, for the `boot`-th time.
  static let clock = Migration(
    number: 6, name: "clock",
    script: """
      -- The clocks are in the events, which are read again. First of all, so that nothing is built over
      -- the rows that go.
      TRUNCATE resident, course, session, visit, certificate, quarantine;
      UPDATE projection SET next = 0, wall = NULL, quality = NULL;

      CREATE TABLE "clockMark" (
        stream integer NOT NULL REFERENCES stream,
        seq bigint NOT NULL,
        kind text NOT NULL CHECK (kind IN ('sync', 'network', 'set', 'receipt')),
        boot bigint NOT NULL,
        slot bigint NOT NULL,
        mono bigint NOT NULL,
        earliest bigint,
        latest bigint,
        word bigint,
        PRIMARY KEY (stream, kind, boot, slot)
      );
      CREATE INDEX "clockMarkByBoot" ON "clockMark" (stream, boot, mono);
      COMMENT ON TABLE "clockMark" IS
        'what bounds the true time at a moment of a kiosk, milliseconds since 1970';
      COMMENT ON COLUMN "clockMark".slot IS
        'the day since the start of the machine, of kind set the event: a slot holds one mark';
      COMMENT ON COLUMN "clockMark".word IS 'what a person set the clock to; no bound';

      CREATE TABLE "clockBoot" (
        stream integer NOT NULL REFERENCES stream,
        boot bigint NOT NULL,
        first bigint NOT NULL,
        mono bigint NOT NULL,
        PRIMARY KEY (stream, boot)
      );
      COMMENT ON COLUMN "clockBoot".first IS 'the first event of this start of the machine';
      COMMENT ON COLUMN "clockBoot".mono IS 'the latest moment of it that is known';

      ALTER TABLE visit ADD boot bigint, ADD mono bigint, ADD quality integer,
        ADD earliest timestamptz, ADD latest timestamptz, ADD best timestamptz, ADD basis text;
      ALTER TABLE certificate ADD boot bigint, ADD mono bigint, ADD quality integer,
        ADD earliest timestamptz, ADD latest timestamptz, ADD best timestamptz, ADD basis text;
      CREATE INDEX "visitUncertain" ON visit (stream, seq) WHERE basis <> 'synced';
      CREATE INDEX "certificateUncertain" ON certificate (stream, seq) WHERE basis <> 'synced';
      DROP INDEX "certificateByTime";
      CREATE INDEX "certificateByTime" ON certificate ((coalesce(best, issued)) DESC);

      CREATE VIEW "visitTime" AS
        SELECT stream, seq, entered, earliest, latest, basis, best FROM visit;
      COMMENT ON VIEW "visitTime" IS
        'entered is the kiosk''s claim; it truly was between earliest and latest (NULL: not known)';
      """)
}
