internal import Evidence
internal import GRDB

extension Schema {
  /// A day may have more than one self-study: with a clock that nothing has set, each start of the
  /// machine has its own, and two may turn out to be of one day.
  static let selfStudyByDay = """
    DROP INDEX selfStudyOnce;
    CREATE INDEX selfStudyByDay ON session (day) WHERE isSelfStudy = 1;
    """

  /// What is known of the clock, by which the times of events are corrected.
  ///
  /// `clockMark` holds what fixes or bounds the true time at a moment of a start of the machine (see
  /// `TimeMark`); `clockBoot` the first event of each start; `visitOut` the event with which a visit
  /// was left, so that its time can be corrected too. All three can be made again from the log, but
  /// for the marks of receipts.
  ///
  /// The order of certificates is `IssueOrder`'s, which knows the quality of the clock; here stands what no
  /// quality allows: a clock that fell back by up to five minutes. Beyond that the last one's ran wild.
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

    DROP TRIGGER IF EXISTS certificateInOrder;
    CREATE TRIGGER certificateInOrder BEFORE INSERT ON certificate
      WHEN NEW.issuedAtSeconds - (SELECT issuedAtSeconds FROM certificate ORDER BY id DESC LIMIT 1)
        BETWEEN -300 AND -1
      BEGIN SELECT RAISE(ABORT, 'a certificate is not issued before the last one'); END;
    """

  /// Makes the tables of the clock and fills them from the log in one pass, which holds no more in memory
  /// than a start and a day each. A damaged line says nothing of the clock; the check after the start
  /// finds it.
  static func addClock(_ db: Database) throws {
    try db.execute(sql: clock)
    let boot = try db.makeStatement(sql: "INSERT INTO clockBoot (boot, firstSeq) VALUES (?, ?)")
    let mark = try db.makeStatement(
      sql: """
        INSERT OR IGNORE INTO clockMark (boot, bootMs, kind, earliestMs, latestMs)
          VALUES (?, ?, 'network', ?, ?)
        """)
    var boots: Set<Int64> = []
    var days: Set<[Int64]> = []
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT seq, line ->> '$.b', line ->> '$.m', line ->> '$.t', line ->> '$.c'
        FROM (SELECT seq, CAST(line AS TEXT) AS line FROM entry) WHERE json_valid(line) ORDER BY seq
        """)
    while let row = try rows.next() {
      guard let seq = Int64.fromDatabaseValue(row[0]), let start = Int64.fromDatabaseValue(row[1]),
        let bootMs = Int64.fromDatabaseValue(row[2]), let wallMs = Int64.fromDatabaseValue(row[3])
      else { continue }
      if boots.insert(start).inserted { try boot.execute(arguments: [start, seq]) }
      let isNetworkTime = Int64.fromDatabaseValue(row[4]) == ClockQuality.networkTime.rawValue
      // A day of network time needs one mark.
      if isNetworkTime, days.insert([start, bootMs / 86_400_000]).inserted {
        try mark.execute(arguments: [start, bootMs, wallMs - 16_000, wallMs + 16_000])
      }
    }
  }
}
