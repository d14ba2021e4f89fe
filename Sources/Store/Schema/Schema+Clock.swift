extension Schema {
  /// What is known of the clock, by which the times of events are corrected.
  ///
  /// `clockMark` holds what fixes or bounds the true time at a moment of a start of the machine (see
  /// `TimeMark`); `clockBoot` the first event of each start; `visitOut` the event with which a visit
  /// was left, so that its time can be corrected too. All three can be made again from the log, but
  /// for the marks of receipts.
  static let clock = """
    CREATE TABLE clockMark (
      boot INTEGER NOT NULL,
      bootMs INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('sync', 'network', 'set', 'receipt')),
      earliestMs INTEGER,
      latestMs INTEGER,
      wordMs INTEGER,
      PRIMARY KEY (boot, bootMs, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE clockBoot (
      boot INTEGER PRIMARY KEY,
      firstSeq INTEGER NOT NULL REFERENCES entry (seq)
    ) STRICT;
    CREATE TABLE visitOut (
      visitId INTEGER PRIMARY KEY REFERENCES visit (id) ON DELETE CASCADE,
      seq INTEGER NOT NULL REFERENCES entry (seq)
    ) STRICT;

    INSERT INTO clockBoot (boot, firstSeq)
      SELECT json_extract(CAST(line AS TEXT), '$.b'), min(seq) FROM entry GROUP BY 1;
    -- A day of network time needs one mark.
    INSERT OR IGNORE INTO clockMark (boot, bootMs, kind, earliestMs, latestMs)
      SELECT json_extract(line, '$.b'), json_extract(line, '$.m'), 'network',
        json_extract(line, '$.t') - 16000, json_extract(line, '$.t') + 16000
      FROM (SELECT CAST(line AS TEXT) AS line FROM entry
        WHERE seq IN (SELECT min(seq) FROM entry
          WHERE json_extract(CAST(line AS TEXT), '$.c') = 3
          GROUP BY json_extract(CAST(line AS TEXT), '$.b'),
            json_extract(CAST(line AS TEXT), '$.m') / 86400000));
    """
}
