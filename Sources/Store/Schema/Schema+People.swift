extension Schema {
  /// The desk's users, their signed-in browsers and failed attempts.
  ///
  /// Only a hash of the browser's token is kept.
  static let users = """
    CREATE TABLE user (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL CHECK (length(name) > 0),
      folded TEXT NOT NULL UNIQUE,
      role TEXT NOT NULL CHECK (role IN ('director', 'clerk', 'association', 'viewer')),
      passwordHash TEXT NOT NULL CHECK (length(passwordHash) > 0),
      isActive INTEGER NOT NULL CHECK (isActive IN (0, 1)),
      addSeq INTEGER NOT NULL UNIQUE REFERENCES entry (seq)
    ) STRICT;
    CREATE TABLE webSession (
      tokenHash BLOB PRIMARY KEY CHECK (length(tokenHash) = 32),
      userId INTEGER NOT NULL REFERENCES user (id),
      csrf TEXT NOT NULL CHECK (length(csrf) >= 16),
      createdMs INTEGER NOT NULL,
      lastSeenMs INTEGER NOT NULL,
      expiresMs INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE signInAttempt (
      key TEXT PRIMARY KEY,
      failures INTEGER NOT NULL CHECK (failures >= 1),
      lastMs INTEGER NOT NULL,
      lockedUntilMs INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// How far the province has confirmed the log, and when to try again.
  static let sync = """
    CREATE TABLE syncState (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      confirmedRange BLOB NOT NULL,
      confirmedSize INTEGER NOT NULL CHECK (confirmedSize >= 0),
      personalConfirmed INTEGER NOT NULL CHECK (personalConfirmed >= 0),
      receiptText TEXT,
      receiptAtSeconds INTEGER,
      lastAttemptMs INTEGER,
      nextAttemptMs INTEGER,
      failures INTEGER NOT NULL CHECK (failures >= 0),
      attention TEXT
    ) STRICT;
    INSERT INTO syncState (id, confirmedRange, confirmedSize, personalConfirmed, failures)
      VALUES (1, x'0000000000000000', 0, 0, 0);
    CREATE TRIGGER syncNeverForgets BEFORE UPDATE OF confirmedSize ON syncState
      WHEN NEW.confirmedSize < OLD.confirmedSize
        OR NEW.confirmedSize > (SELECT coalesce(max(seq), -1) + 1 FROM entry)
      BEGIN SELECT RAISE(ABORT, 'what is confirmed is part of the log and stays confirmed'); END;
    CREATE TRIGGER syncStateIsKept BEFORE DELETE ON syncState
      BEGIN SELECT RAISE(ABORT, 'the sync state is kept'); END;
    """
}
