extension Schema {
  /// The print queue anew: test pages too, the fault of the last try as a code that the desk has
  /// words for, and jobs that a printer has taken but not finished.
  static let printingWithFaults = """
    CREATE TABLE printJobWithFault (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('certificates', 'cards', 'test')),
      state TEXT NOT NULL CHECK (state IN ('waiting', 'printing', 'sent', 'done', 'abandoned')),
      attempts INTEGER NOT NULL CHECK (attempts >= 0),
      message TEXT NOT NULL,
      fault TEXT,
      printer TEXT,
      createdMs INTEGER NOT NULL,
      notBeforeMs INTEGER NOT NULL,
      finishedMs INTEGER,
      CHECK (state <> 'sent' OR printer IS NOT NULL)
    ) STRICT;
    INSERT INTO printJobWithFault
      SELECT id, kind, state, attempts, message, NULL, NULL, createdMs, notBeforeMs, finishedMs
      FROM printJob ORDER BY id;
    DROP TABLE printJob;
    ALTER TABLE printJobWithFault RENAME TO printJob;
    CREATE INDEX printJobByState ON printJob (state);
    """

  /// The issuing of a whole class, which takes a while: how far it came, also after a power cut.
  static let issueRuns = """
    CREATE TABLE issueRun (
      id INTEGER PRIMARY KEY,
      courseId INTEGER NOT NULL REFERENCES course (id),
      state TEXT NOT NULL CHECK (state IN
        ('running', 'done', 'cancelled', 'refused', 'interrupted')),
      isPrinted INTEGER NOT NULL CHECK (isPrinted IN (0, 1)),
      wanted INTEGER NOT NULL CHECK (wanted >= 1),
      issued INTEGER NOT NULL CHECK (issued >= 0),
      skipped INTEGER NOT NULL CHECK (skipped >= 0),
      startedMs INTEGER NOT NULL,
      endedMs INTEGER,
      CHECK (issued + skipped <= wanted),
      CHECK ((state = 'running') = (endedMs IS NULL))
    ) STRICT;
    CREATE INDEX issueRunByCourse ON issueRun (courseId);
    CREATE UNIQUE INDEX issueRunOnce ON issueRun (state) WHERE state = 'running';
    """

  /// What is set at the desk instead of in the configuration file, each with its event.
  static let deskSettings = """
    CREATE TABLE setting (
      name TEXT PRIMARY KEY CHECK (length(name) > 0),
      value TEXT NOT NULL,
      setSeq INTEGER NOT NULL UNIQUE REFERENCES entry (seq)
    ) STRICT, WITHOUT ROWID;
    """
}
