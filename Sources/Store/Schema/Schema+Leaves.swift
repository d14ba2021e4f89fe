internal import Evidence
internal import Foundation
internal import GRDB

extension Schema {
  /// A check value beside each entry, by which a changed line is found at once: the first 8 bytes of its
  /// leaf hash as a big-endian integer. Older entries get theirs here, in the one moment in which the
  /// trigger that stands against changes is away.
  static let leaves = """
    ALTER TABLE entry ADD COLUMN leaf INTEGER;
    DROP TRIGGER entryIsFinal;
    UPDATE entry SET leaf = leafCheck(line);
    CREATE TRIGGER entryIsFinal BEFORE UPDATE ON entry
      BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
    CREATE TRIGGER entryHasLeaf BEFORE INSERT ON entry WHEN NEW.leaf IS NULL
      BEGIN SELECT RAISE(ABORT, 'an entry stands beside its check value'); END;
    """

  /// The print queue anew: closing slips too.
  static let printingWithSlips = """
    CREATE TABLE printJobWithSlip (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('certificates', 'cards', 'test', 'slip')),
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
    INSERT INTO printJobWithSlip SELECT * FROM printJob ORDER BY id;
    DROP TABLE printJob;
    ALTER TABLE printJobWithSlip RENAME TO printJob;
    CREATE INDEX printJobByState ON printJob (state);
    """

  /// Gives each entry its check value.
  static func addLeaves(_ db: Database) throws {
    let function = DatabaseFunction("leafCheck", argumentCount: 1, pure: true) { values in
      guard let line = Data.fromDatabaseValue(values[0]) else { return nil }
      return Merkle.leafHash([UInt8](line)).check
    }
    db.add(function: function)
    defer { db.remove(function: function) }
    try db.execute(sql: leaves)
  }
}
