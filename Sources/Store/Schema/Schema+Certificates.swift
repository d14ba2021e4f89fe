extension Schema {
  /// The register of certificates: numbered without gaps within a year, never changed but for
  /// cancelling and counting prints, never deleted, never signed before an earlier one.
  static let certificates = """
    CREATE TABLE certificate (
      id INTEGER PRIMARY KEY,
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
      copies INTEGER NOT NULL CHECK (copies >= 0),
      UNIQUE (year, sequence),
      CHECK ((state = 'cancelled') = (cancelReason IS NOT NULL)),
      CHECK ((state = 'cancelled') = (cancelSeq IS NOT NULL))
    ) STRICT;
    CREATE INDEX certificateByHolder ON certificate (residentId);
    CREATE UNIQUE INDEX certificateOnce ON certificate (courseId, residentId)
      WHERE state = 'issued';
    CREATE TRIGGER certificateWithoutGap BEFORE INSERT ON certificate
      WHEN NEW.sequence IS NOT
        (SELECT coalesce(max(sequence), 0) + 1 FROM certificate WHERE year = NEW.year)
      BEGIN SELECT RAISE(ABORT, 'certificate numbers have no gaps'); END;
    CREATE TRIGGER certificateInOrder BEFORE INSERT ON certificate
      WHEN NEW.issuedAtSeconds <
        (SELECT issuedAtSeconds FROM certificate ORDER BY id DESC LIMIT 1)
      BEGIN SELECT RAISE(ABORT, 'a certificate is not issued before the last one'); END;
    CREATE TRIGGER certificateIsFinal BEFORE UPDATE OF id, year, sequence, number, residentId,
      courseId, holderName, courseTitle, hoursTenths, issuedDay, issuedAtSeconds, token, sheet,
      issueSeq ON certificate
      BEGIN SELECT RAISE(ABORT, 'a certificate is never changed'); END;
    CREATE TRIGGER certificateStaysCancelled BEFORE UPDATE OF state ON certificate
      WHEN OLD.state = 'cancelled' AND NEW.state <> 'cancelled'
      BEGIN SELECT RAISE(ABORT, 'a cancelled certificate stays cancelled'); END;
    CREATE TRIGGER certificateIsKept BEFORE DELETE ON certificate
      BEGIN SELECT RAISE(ABORT, 'a certificate is never deleted'); END;
    """

  /// Jobs for the printer; a fault there keeps the job and never touches check-in.
  static let printing = """
    CREATE TABLE printJob (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('certificates', 'cards')),
      state TEXT NOT NULL CHECK (state IN ('waiting', 'printing', 'done', 'abandoned')),
      attempts INTEGER NOT NULL CHECK (attempts >= 0),
      message TEXT NOT NULL,
      createdMs INTEGER NOT NULL,
      notBeforeMs INTEGER NOT NULL,
      finishedMs INTEGER
    ) STRICT;
    CREATE INDEX printJobByState ON printJob (state);
    CREATE TABLE printItem (
      jobId INTEGER NOT NULL REFERENCES printJob (id),
      position INTEGER NOT NULL CHECK (position >= 0),
      certificateId INTEGER REFERENCES certificate (id),
      residentId INTEGER REFERENCES resident (id),
      copyNumber INTEGER NOT NULL CHECK (copyNumber >= 1),
      PRIMARY KEY (jobId, position),
      UNIQUE (certificateId, copyNumber),
      CHECK ((certificateId IS NULL) <> (residentId IS NULL))
    ) STRICT, WITHOUT ROWID;
    """
}
