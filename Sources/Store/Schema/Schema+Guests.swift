extension Schema {
  /// Guests without a card: heads that are only counted, guests who turned out to be residents, and the
  /// consent with which a name was given.
  ///
  /// A visit that was written for a guest and now counts for the resident stands in `visit` under the
  /// resident and in `guestVisit` with the guest. Where both were at one session, one visit counts and
  /// the other is kept whole in `spareVisit`, so that the merge can be taken back; `arrivedMs` and `basis`
  /// are those of `visitTold`. `guestArrival` knows a form that was sent twice.
  static let guests = """
    ALTER TABLE resident ADD COLUMN isHead INTEGER NOT NULL DEFAULT 0 CHECK (isHead IN (0, 1));
    ALTER TABLE resident ADD COLUMN mergedInto INTEGER REFERENCES resident (id);
    ALTER TABLE resident ADD COLUMN mergeSeq INTEGER REFERENCES entry (seq)
      CHECK ((mergedInto IS NULL) = (mergeSeq IS NULL));
    UPDATE resident SET isHead = 1 WHERE isGuest = 1 AND name = '';
    CREATE INDEX residentGuest ON resident (id) WHERE isGuest = 1;
    CREATE INDEX residentMerged ON resident (mergedInto) WHERE mergedInto IS NOT NULL;
    CREATE TRIGGER residentStaysResident BEFORE UPDATE OF isGuest, isHead ON resident
      WHEN NEW.isGuest > OLD.isGuest OR NEW.isHead > OLD.isHead OR NEW.isHead > NEW.isGuest
      BEGIN SELECT RAISE(ABORT, 'a resident does not become a guest'); END;
    CREATE TRIGGER residentMergesOnce BEFORE UPDATE OF mergedInto ON resident
      WHEN NEW.mergedInto IS NOT NULL AND (OLD.mergedInto IS NOT NULL OR OLD.isGuest = 0
        OR NOT EXISTS (SELECT 1 FROM resident
          WHERE id = NEW.mergedInto AND isGuest = 0 AND eraseSeq IS NULL)
        OR EXISTS (SELECT 1 FROM certificate WHERE residentId = NEW.id AND state = 'issued'))
      BEGIN SELECT RAISE(ABORT, 'a guest without certificate is merged once, into a resident'); END;
    CREATE TRIGGER visitOfMerged BEFORE INSERT ON visit
      WHEN (SELECT mergedInto FROM resident WHERE id = NEW.residentId) IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a merged guest is counted as the resident'); END;
    CREATE TRIGGER certificateOfMerged BEFORE INSERT ON certificate
      WHEN (SELECT mergedInto FROM resident WHERE id = NEW.residentId) IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a merged guest is certified as the resident'); END;

    CREATE TABLE guestVisit (
      visitId INTEGER PRIMARY KEY REFERENCES visit (id) ON DELETE CASCADE,
      guestId INTEGER NOT NULL REFERENCES resident (id)
    ) STRICT;
    CREATE INDEX guestVisitByGuest ON guestVisit (guestId);
    CREATE TABLE spareVisit (
      id INTEGER PRIMARY KEY REFERENCES entry (seq),
      sessionId INTEGER NOT NULL REFERENCES session (id),
      residentId INTEGER NOT NULL REFERENCES resident (id),
      guestId INTEGER REFERENCES resident (id),
      source INTEGER NOT NULL CHECK (source BETWEEN 0 AND 6),
      inMs INTEGER NOT NULL,
      outMs INTEGER CHECK (outMs >= inMs),
      outSeq INTEGER REFERENCES entry (seq),
      hoursTenths INTEGER NOT NULL CHECK (hoursTenths BETWEEN 0 AND 240),
      arrivedMs INTEGER,
      basis TEXT CHECK (basis IN ('start', 'list')),
      CHECK ((arrivedMs IS NULL) = (basis IS NULL))
    ) STRICT;
    CREATE INDEX spareVisitByResident ON spareVisit (residentId, sessionId);
    CREATE TRIGGER spareVisitBesideOne BEFORE INSERT ON spareVisit
      WHEN NOT EXISTS (SELECT 1 FROM visit WHERE sessionId = NEW.sessionId
        AND residentId = NEW.residentId AND id <> NEW.id)
      BEGIN SELECT RAISE(ABORT, 'a visit is spare beside one that counts'); END;

    CREATE TABLE guestArrival (
      key BLOB PRIMARY KEY CHECK (length(key) = 16),
      residentId INTEGER NOT NULL REFERENCES resident (id),
      visitId INTEGER NOT NULL UNIQUE REFERENCES entry (seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE consentText (
      digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
      language TEXT NOT NULL CHECK (length(language) > 0),
      text TEXT NOT NULL CHECK (length(text) > 0)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE consent (
      seq INTEGER PRIMARY KEY REFERENCES entry (seq),
      residentId INTEGER NOT NULL REFERENCES resident (id),
      purpose TEXT NOT NULL CHECK (length(purpose) > 0),
      digest BLOB NOT NULL REFERENCES consentText (digest),
      givenMs INTEGER NOT NULL,
      withdrawSeq INTEGER UNIQUE REFERENCES entry (seq)
    ) STRICT;
    CREATE INDEX consentByResident ON consent (residentId);
    CREATE TRIGGER consentIsEvidence BEFORE UPDATE ON consent
      WHEN OLD.withdrawSeq IS NOT NULL OR NEW.withdrawSeq IS NULL OR NEW.seq <> OLD.seq
        OR NEW.residentId <> OLD.residentId OR NEW.purpose <> OLD.purpose
        OR NEW.digest <> OLD.digest OR NEW.givenMs <> OLD.givenMs
      BEGIN SELECT RAISE(ABORT, 'a consent is withdrawn once, never changed'); END;
    CREATE TRIGGER consentIsKept BEFORE DELETE ON consent
      BEGIN SELECT RAISE(ABORT, 'a consent is evidence and is kept'); END;
    """
}
