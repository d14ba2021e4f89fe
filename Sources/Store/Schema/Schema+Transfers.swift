extension Schema {
  /// How the transfer stands beyond what the receipt says: when the next is due, by the time since
  /// boot with the wall time beside it for another boot; how large a batch the line carries; how the
  /// last attempt ended.
  static let transfers = """
    CREATE TABLE transfer (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      plan TEXT NOT NULL CHECK (plan IN ('steady', 'backOff', 'exact', 'slow')),
      boot INTEGER NOT NULL,
      plannedBootMs INTEGER NOT NULL,
      plannedWallMs INTEGER NOT NULL,
      waitMs INTEGER NOT NULL CHECK (waitMs >= 0),
      batchEvents INTEGER NOT NULL CHECK (batchEvents > 0),
      batchBytes INTEGER NOT NULL CHECK (batchBytes > 0),
      outcome TEXT NOT NULL,
      detail TEXT NOT NULL
    ) STRICT;
    """
}
