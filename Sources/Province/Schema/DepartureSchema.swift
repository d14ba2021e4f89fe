extension Migration {
  /// When people left, corrected like when they came: one row an event, whichever visit it ends.
  static let departures = Migration(
    number: 14, name: "departures",
    script: """
      -- The clocks are in the events, which are read again.
      TRUNCATE resident, course, session, visit, certificate, merge, quarantine, "clockMark",
        "clockBoot";
      UPDATE projection SET next = 0, wall = NULL, quality = NULL;

      CREATE TABLE departure (
        stream integer NOT NULL REFERENCES stream,
        seq bigint NOT NULL,
        departed timestamptz NOT NULL,
        boot bigint NOT NULL,
        mono bigint NOT NULL,
        quality integer NOT NULL,
        earliest timestamptz,
        latest timestamptz,
        best timestamptz,
        basis text NOT NULL,
        PRIMARY KEY (stream, seq)
      );
      CREATE INDEX "departureUncertain" ON departure (stream, seq) WHERE basis <> 'synced';
      COMMENT ON TABLE departure IS
        'departed is the kiosk''s claim; it truly was between earliest and latest (NULL: not known)';
      COMMENT ON COLUMN visit.departed IS
        'the kiosk''s claim; the corrected time stands in departure, or in the view "visitTime"';

      CREATE OR REPLACE VIEW "visitTime" AS
        SELECT v.stream, v.seq, v.entered, v.earliest, v.latest, v.basis, v.best, v.departed,
          d.earliest AS "outEarliest", d.latest AS "outLatest", d.basis AS "outBasis",
          d.best AS "outBest"
        FROM visit v LEFT JOIN departure d ON d.stream = v.stream AND d.seq = v.departure;
      COMMENT ON VIEW "visitTime" IS
        'entered and departed are the kiosk''s claims; they truly were between earliest and latest (NULL: not known)';
      """)
}
