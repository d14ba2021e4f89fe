extension Schema {
  /// Residents, their cards, and the index that finds them by name.
  ///
  /// The pseudonym is `L` and the id. `residentName` is an FTS5 index over `folded` without content.
  static let residents = """
    CREATE TABLE resident (
      id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 999999999),
      name TEXT NOT NULL,
      folded TEXT NOT NULL,
      birthDay INTEGER,
      birthYear INTEGER CHECK (birthYear BETWEEN 1880 AND 2200),
      sex TEXT CHECK (sex IN ('female', 'male')),
      village TEXT NOT NULL,
      phone TEXT NOT NULL,
      identityHash BLOB UNIQUE CHECK (length(identityHash) = 32),
      identityLast4 TEXT CHECK (identityLast4 GLOB '[0-9][0-9][0-9][0-9]'),
      isGuest INTEGER NOT NULL CHECK (isGuest IN (0, 1)),
      addSeq INTEGER NOT NULL UNIQUE REFERENCES entry (seq),
      CHECK (isGuest = 1 OR length(name) > 0),
      CHECK (birthDay IS NULL OR birthYear IS NOT NULL)
    ) STRICT;
    CREATE INDEX residentByName ON resident (folded);
    CREATE TABLE card (
      number INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 9999999999),
      residentId INTEGER NOT NULL REFERENCES resident (id),
      isActive INTEGER NOT NULL CHECK (isActive IN (0, 1))
    ) STRICT;
    CREATE UNIQUE INDEX cardInUse ON card (residentId) WHERE isActive = 1;
    CREATE VIRTUAL TABLE residentName USING fts5(
      folded, content = '', columnsize = 0, detail = none, tokenize = 'ascii', prefix = '1 2 3'
    );
    """

  /// Courses and sessions. A session's code is its year, a dash and its number.
  ///
  /// `state` is 0 planned, 1 open, 2 closed.
  static let sessions = """
    CREATE TABLE course (
      id INTEGER PRIMARY KEY,
      code TEXT NOT NULL UNIQUE CHECK (length(code) > 0),
      title TEXT NOT NULL CHECK (length(title) > 0)
        CHECK (instr(title, 'chứng chỉ') = 0 AND instr(title, 'văn bằng') = 0),
      programme TEXT NOT NULL CHECK (programme IN
        ('literacy', 'law', 'cultureSociety', 'environment', 'health', 'economy', 'other')),
      hoursTenths INTEGER NOT NULL CHECK (hoursTenths >= 0),
      requiredSessions INTEGER NOT NULL CHECK (requiredSessions >= 1),
      isClosed INTEGER NOT NULL CHECK (isClosed IN (0, 1)),
      addSeq INTEGER NOT NULL UNIQUE REFERENCES entry (seq)
    ) STRICT;
    CREATE TABLE session (
      id INTEGER PRIMARY KEY,
      year INTEGER NOT NULL,
      number INTEGER NOT NULL CHECK (number >= 1),
      courseId INTEGER REFERENCES course (id),
      title TEXT NOT NULL CHECK (length(title) > 0),
      day INTEGER NOT NULL,
      startMs INTEGER NOT NULL,
      endMs INTEGER NOT NULL,
      place TEXT NOT NULL,
      organiser TEXT NOT NULL,
      speaker TEXT NOT NULL,
      partner TEXT NOT NULL,
      hoursTenths INTEGER NOT NULL CHECK (hoursTenths BETWEEN 0 AND 240),
      state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
      isSelfStudy INTEGER NOT NULL CHECK (isSelfStudy IN (0, 1)),
      addSeq INTEGER NOT NULL UNIQUE REFERENCES entry (seq),
      UNIQUE (year, number),
      CHECK (endMs > startMs),
      CHECK (isSelfStudy = 0 OR courseId IS NULL)
    ) STRICT;
    CREATE INDEX sessionByDay ON session (day);
    CREATE INDEX sessionByCourse ON session (courseId) WHERE courseId IS NOT NULL;
    CREATE INDEX sessionOpen ON session (state) WHERE state = 1;
    CREATE UNIQUE INDEX selfStudyOnce ON session (day) WHERE isSelfStudy = 1;
    CREATE TRIGGER sessionStaysAnnounced BEFORE UPDATE OF state ON session
      WHEN NEW.state = 0 AND OLD.state <> 0
      BEGIN SELECT RAISE(ABORT, 'a session that began is not planned again'); END;
    """

  /// Visits, and the sums that the screen greets with.
  ///
  /// A visit's id is the seq of its `visit.in` event, so it is never used twice. `tally` holds one
  /// row per resident and year (`scope` = -year) and one per resident and course (`scope` = the
  /// course's id), side by side, so that one page serves both.
  static let visits = """
    CREATE TABLE visit (
      id INTEGER PRIMARY KEY REFERENCES entry (seq),
      sessionId INTEGER NOT NULL REFERENCES session (id),
      residentId INTEGER NOT NULL REFERENCES resident (id),
      source INTEGER NOT NULL CHECK (source BETWEEN 0 AND 6),
      inMs INTEGER NOT NULL,
      outMs INTEGER CHECK (outMs >= inMs),
      hoursTenths INTEGER NOT NULL CHECK (hoursTenths BETWEEN 0 AND 240),
      UNIQUE (sessionId, residentId)
    ) STRICT;
    CREATE TRIGGER visitOfSessionBegun BEFORE INSERT ON visit
      WHEN (SELECT state FROM session WHERE id = NEW.sessionId) = 0
      BEGIN SELECT RAISE(ABORT, 'a planned session takes no visits'); END;
    CREATE TABLE tally (
      residentId INTEGER NOT NULL REFERENCES resident (id),
      scope INTEGER NOT NULL CHECK (scope <> 0),
      turns INTEGER NOT NULL CHECK (turns >= 0),
      hoursTenths INTEGER NOT NULL CHECK (hoursTenths >= 0),
      PRIMARY KEY (residentId, scope)
    ) STRICT, WITHOUT ROWID;
    """
}
