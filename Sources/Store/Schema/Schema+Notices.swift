extension Schema {
  /// The centre's own notices. A notice's id is the seq of the event that posted it; `editSeq` is the
  /// event that says what it says now, `endSeq` the one that took it down.
  ///
  /// The lengths that people are told stand in `NoticeText`; here are bounds that no Unicode form of
  /// such a text crosses.
  static let notices = """
    CREATE TABLE notice (
      id INTEGER PRIMARY KEY REFERENCES entry (seq),
      title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 1000),
      text TEXT NOT NULL CHECK (length(text) <= 8000),
      language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
      fromDay INTEGER NOT NULL,
      toDay INTEGER NOT NULL,
      place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 99),
      editSeq INTEGER NOT NULL UNIQUE REFERENCES entry (seq),
      endSeq INTEGER UNIQUE REFERENCES entry (seq),
      CHECK (toDay >= fromDay),
      CHECK (editSeq >= id)
    ) STRICT;
    CREATE INDEX noticeUp ON notice (toDay) WHERE endSeq IS NULL;
    """

  /// Notices whose words were erased: `forgetSeq` is the event that says so. The row stays with its days
  /// and place, as its events do, and a sign stands for the title.
  static let forgottenNotices = """
    ALTER TABLE notice ADD COLUMN forgetSeq INTEGER REFERENCES entry (seq);
    CREATE UNIQUE INDEX noticeForgotten ON notice (forgetSeq) WHERE forgetSeq IS NOT NULL;
    CREATE TRIGGER noticeStaysForgotten BEFORE UPDATE ON notice WHEN OLD.forgetSeq IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a notice stays forgotten'); END;
    """

  /// When somebody came, where staff entered the visit for a time that no clock saw: a time from a
  /// paper list, or the session's start. `visit.inMs` stays the time of the entry, as its event has it.
  static let toldArrivals = """
    CREATE TABLE visitTold (
      visitId INTEGER PRIMARY KEY REFERENCES visit (id) ON DELETE CASCADE,
      arrivedMs INTEGER NOT NULL,
      basis TEXT NOT NULL CHECK (basis IN ('start', 'list'))
    ) STRICT;
    """
}
