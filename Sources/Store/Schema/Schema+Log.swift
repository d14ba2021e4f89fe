extension Schema {
  /// The log, its tree edge, and the personal values beside it.
  ///
  /// `entry` only ever grows, without gaps: triggers stand against the rest. `personal` may shrink,
  /// when a person is erased, but never change. `rangeMark` holds the tree edge every 4,096 entries.
  static let log = """
    CREATE TABLE entry (
      seq INTEGER PRIMARY KEY CHECK (seq >= 0),
      line BLOB NOT NULL CHECK (length(line) BETWEEN 2 AND 16384)
    ) STRICT;
    CREATE TRIGGER entryWithoutGap BEFORE INSERT ON entry
      WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM entry)
      BEGIN SELECT RAISE(ABORT, 'the log has no gaps'); END;
    CREATE TRIGGER entryIsFinal BEFORE UPDATE ON entry
      BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
    CREATE TRIGGER entryIsKept BEFORE DELETE ON entry
      BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

    CREATE TABLE logState (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      log BLOB NOT NULL CHECK (length(log) = 16),
      range BLOB NOT NULL CHECK (length(range) >= 40)
    ) STRICT;
    CREATE TRIGGER logStateIsKept BEFORE DELETE ON logState
      BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

    CREATE TABLE rangeMark (
      size INTEGER PRIMARY KEY CHECK (size > 0),
      range BLOB NOT NULL
    ) STRICT;

    CREATE TABLE personal (
      seq INTEGER NOT NULL REFERENCES entry (seq),
      field TEXT NOT NULL,
      salt BLOB NOT NULL CHECK (length(salt) = 16),
      value TEXT NOT NULL,
      PRIMARY KEY (seq, field)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER personalIsFinal BEFORE UPDATE ON personal
      BEGIN SELECT RAISE(ABORT, 'a personal value is kept or erased, never changed'); END;
    """
}
