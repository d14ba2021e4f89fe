extension Migration {
  /// When people came whose visit staff entered later, from paper or on the roll: that moment no clock saw,
  /// so that a corrected time of the entry says nothing of it.
  static let told = Migration(
    number: 16, name: "told",
    script: """
      -- What was told is in the events, which are read again.
      TRUNCATE resident, course, session, visit, departure, certificate, merge, quarantine,
        "clockMark", "clockBoot";
      UPDATE projection SET next = 0, wall = NULL, quality = NULL;

      ALTER TABLE visit ADD told timestamptz;
      COMMENT ON COLUMN visit.told IS
        'when the person came, as staff told who entered the visit later; NULL: the clock saw it';

      CREATE OR REPLACE VIEW "visitTime" AS
        SELECT v.stream, v.seq, v.entered,
          CASE WHEN v.told IS NULL THEN v.earliest END AS earliest,
          CASE WHEN v.told IS NULL THEN v.latest END AS latest,
          CASE WHEN v.told IS NULL THEN v.basis ELSE 'told' END AS basis,
          coalesce(v.told, v.best) AS best, v.departed,
          d.earliest AS "outEarliest", d.latest AS "outLatest", d.basis AS "outBasis",
          d.best AS "outBest", v.told
        FROM visit v LEFT JOIN departure d ON d.stream = v.stream AND d.seq = v.departure;
      COMMENT ON VIEW "visitTime" IS
        'entered and departed are the kiosk''s claims; they truly were between earliest and latest (NULL: not known); basis told: staff entered the visit later, at entered, and told best, which no clock saw';
      """)
}
