extension Schema {
  /// The logs that this kiosk has kept before the present one: a restored or copied card goes on under
  /// a new log name. Only then, until the province has answered, what is confirmed may go back; and
  /// certificate numbers go on after those that the province knows.
  static let epochs = """
    CREATE TABLE epoch (
      number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 64),
      log BLOB NOT NULL UNIQUE CHECK (length(log) = 16),
      size INTEGER NOT NULL CHECK (size >= 0),
      root BLOB NOT NULL CHECK (length(root) = 32),
      receiptText TEXT,
      confirmedSize INTEGER NOT NULL CHECK (confirmedSize >= 0),
      reason TEXT NOT NULL CHECK (reason IN ('restored', 'fork')),
      openSeq INTEGER NOT NULL UNIQUE REFERENCES entry (seq),
      openedMs INTEGER NOT NULL,
      boot INTEGER NOT NULL,
      bootMs INTEGER NOT NULL,
      fork INTEGER CHECK (fork BETWEEN 0 AND size),
      announcedMs INTEGER,
      seenSeq INTEGER REFERENCES entry (seq)
    ) STRICT;
    CREATE TRIGGER epochIsFinal BEFORE UPDATE OF number, log, size, root, receiptText, confirmedSize,
      reason, openSeq, openedMs ON epoch
      BEGIN SELECT RAISE(ABORT, 'how a log ended is never changed'); END;
    CREATE TRIGGER epochForksOnce BEFORE UPDATE OF fork ON epoch
      WHEN OLD.fork IS NOT NULL AND NEW.fork IS NOT OLD.fork
      BEGIN SELECT RAISE(ABORT, 'a log branches at one place'); END;
    CREATE TRIGGER epochIsKept BEFORE DELETE ON epoch
      BEGIN SELECT RAISE(ABORT, 'an earlier log is never forgotten'); END;

    DROP TRIGGER syncNeverForgets;
    CREATE TRIGGER syncNeverForgets BEFORE UPDATE OF confirmedSize ON syncState
      WHEN NEW.confirmedSize < OLD.confirmedSize
          AND NOT EXISTS (SELECT 1 FROM epoch WHERE announcedMs IS NULL)
        OR NEW.confirmedSize > (SELECT coalesce(max(seq), -1) + 1 FROM entry)
      BEGIN SELECT RAISE(ABORT, 'what is confirmed is part of the log and stays confirmed'); END;

    CREATE TABLE certificateFloor (
      centre TEXT NOT NULL CHECK (length(centre) BETWEEN 7 AND 9),
      year INTEGER NOT NULL,
      sequence INTEGER NOT NULL CHECK (sequence BETWEEN 1 AND 999998),
      PRIMARY KEY (centre, year)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER certificateFloorRises BEFORE UPDATE ON certificateFloor
      WHEN NEW.sequence < OLD.sequence
      BEGIN SELECT RAISE(ABORT, 'a number that was given stays given'); END;
    CREATE TRIGGER certificateFloorIsKept BEFORE DELETE ON certificateFloor
      BEGIN SELECT RAISE(ABORT, 'a number that was given stays given'); END;
    DROP TRIGGER certificateWithoutGap;
    CREATE TRIGGER certificateWithoutGap BEFORE INSERT ON certificate
      WHEN NEW.sequence IS NOT 1 + max(
        (SELECT coalesce(max(sequence), 0) FROM certificate
         WHERE year = NEW.year AND centre = NEW.centre),
        (SELECT coalesce(max(sequence), 0) FROM certificateFloor
         WHERE year = NEW.year AND centre = NEW.centre))
      BEGIN SELECT RAISE(ABORT, 'certificate numbers have no gaps'); END;

    CREATE TABLE erasedElsewhere (
      pseudonym TEXT PRIMARY KEY CHECK (length(pseudonym) BETWEEN 2 AND 40)
    ) STRICT, WITHOUT ROWID;
    """
}
