extension Migration {
  /// Guests without a card: heads that were only counted, and guests who turned out to be residents.
  static let guests = Migration(
    number: 12, name: "guests",
    script: """
      ALTER TABLE resident ADD head boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN resident.head IS
        'somebody who was counted without a name: a turn, never one of the people';

      CREATE TABLE merge (
        stream integer NOT NULL REFERENCES stream,
        seq bigint NOT NULL,
        guest text NOT NULL,
        resident text NOT NULL,
        undone bigint,
        PRIMARY KEY (stream, seq)
      );
      CREATE UNIQUE INDEX "mergeStands" ON merge (stream, guest) WHERE undone IS NULL;
      COMMENT ON TABLE merge IS 'a guest turned out to be a resident; both names stay in the events';
      COMMENT ON COLUMN merge.undone IS 'the event that took this back';

      ALTER TABLE tally ADD heads bigint NOT NULL DEFAULT 0;
      COMMENT ON COLUMN tally.heads IS 'turns of people who were counted without a name';
      UPDATE tally SET next = -1;
      """)
}
