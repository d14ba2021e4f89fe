extension Schema {
  /// The register anew: numbered without gaps within a centre and year, because a kiosk's centre may
  /// be merged into another while its old numbers stay; and a cancelled certificate may name the one
  /// that took its place. The centre of an old row stands in its number.
  static let certificatesByCentre = """
    CREATE TABLE certificateByCentre (
      id INTEGER PRIMARY KEY,
      centre TEXT NOT NULL CHECK (length(centre) BETWEEN 7 AND 9),
      year INTEGER NOT NULL,
      sequence INTEGER NOT NULL CHECK (sequence BETWEEN 1 AND 999999),
      number TEXT NOT NULL UNIQUE,
      residentId INTEGER NOT NULL REFERENCES resident (id),
      courseId INTEGER NOT NULL REFERENCES course (id),
      holderName TEXT NOT NULL CHECK (length(holderName) > 0),
      courseTitle TEXT NOT NULL CHECK (length(courseTitle) > 0),
      hoursTenths INTEGER NOT NULL CHECK (hoursTenths >= 0),
      issuedDay INTEGER NOT NULL,
      issuedAtSeconds INTEGER NOT NULL,
      token BLOB NOT NULL CHECK (length(token) BETWEEN 1 AND 1024),
      sheet TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('issued', 'cancelled')),
      cancelReason TEXT,
      issueSeq INTEGER NOT NULL UNIQUE REFERENCES entry (seq),
      cancelSeq INTEGER UNIQUE REFERENCES entry (seq),
      replacedBy TEXT REFERENCES certificate (number),
      copies INTEGER NOT NULL CHECK (copies >= 0),
      UNIQUE (year, centre, sequence),
      CHECK ((state = 'cancelled') = (cancelReason IS NOT NULL)),
      CHECK ((state = 'cancelled') = (cancelSeq IS NOT NULL)),
      CHECK (replacedBy IS NULL OR state = 'cancelled')
    ) STRICT;
    INSERT INTO certificateByCentre
      SELECT id, substr(number, 1, length(number) - 12), year, sequence, number, residentId, courseId,
        holderName, courseTitle, hoursTenths, issuedDay, issuedAtSeconds, token, sheet, state,
        cancelReason, issueSeq, cancelSeq, NULL, copies
      FROM certificate ORDER BY id;
    DROP TABLE certificate;
    ALTER TABLE certificateByCentre RENAME TO certificate;
    CREATE INDEX certificateByHolder ON certificate (residentId);
    CREATE INDEX certificateReplacing ON certificate (replacedBy) WHERE replacedBy IS NOT NULL;
    CREATE UNIQUE INDEX certificateOnce ON certificate (courseId, residentId)
      WHERE state = 'issued';
    CREATE TRIGGER certificateWithoutGap BEFORE INSERT ON certificate
      WHEN NEW.sequence IS NOT
        (SELECT coalesce(max(sequence), 0) + 1 FROM certificate
         WHERE year = NEW.year AND centre = NEW.centre)
      BEGIN SELECT RAISE(ABORT, 'certificate numbers have no gaps'); END;
    CREATE TRIGGER certificateInOrder BEFORE INSERT ON certificate
      WHEN NEW.issuedAtSeconds <
        (SELECT issuedAtSeconds FROM certificate ORDER BY id DESC LIMIT 1)
      BEGIN SELECT RAISE(ABORT, 'a certificate is not issued before the last one'); END;
    CREATE TRIGGER certificateBeginsAlone BEFORE INSERT ON certificate
      WHEN NEW.replacedBy IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a certificate is not replaced before it stands'); END;
    CREATE TRIGGER certificateIsFinal BEFORE UPDATE OF id, centre, year, sequence, number, residentId,
      courseId, holderName, courseTitle, hoursTenths, issuedDay, issuedAtSeconds, token, sheet,
      issueSeq ON certificate
      BEGIN SELECT RAISE(ABORT, 'a certificate is never changed'); END;
    CREATE TRIGGER certificateStaysCancelled BEFORE UPDATE OF state ON certificate
      WHEN OLD.state = 'cancelled' AND NEW.state <> 'cancelled'
      BEGIN SELECT RAISE(ABORT, 'a cancelled certificate stays cancelled'); END;
    CREATE TRIGGER certificateIsReplacedOnce BEFORE UPDATE OF replacedBy ON certificate
      WHEN OLD.replacedBy IS NOT NULL AND NEW.replacedBy IS NOT OLD.replacedBy
      BEGIN SELECT RAISE(ABORT, 'a certificate is replaced once'); END;
    CREATE TRIGGER certificateIsReplacedByItsLike BEFORE UPDATE OF replacedBy ON certificate
      WHEN NEW.replacedBy IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM certificate x WHERE x.number = NEW.replacedBy AND x.id > OLD.id
         AND x.state = 'issued' AND x.residentId = OLD.residentId AND x.courseId = OLD.courseId)
      BEGIN SELECT RAISE(ABORT, 'only a later valid certificate for the same course replaces one'); END;
    CREATE TRIGGER certificateIsKept BEFORE DELETE ON certificate
      BEGIN SELECT RAISE(ABORT, 'a certificate is never deleted'); END;
    """
}
