extension Migration {
  /// Kiosks whose card is lost with its key: another key goes on with their logs, by a code that was made
  /// for it.
  static let replaced = Migration(
    number: 18, name: "replaced",
    script: """
      ALTER TABLE enrolment ADD replaces integer REFERENCES stream;
      COMMENT ON COLUMN enrolment.replaces IS
        'the log that another key may go on with by this code; NULL: an ordinary code';

      CREATE TABLE "formerKey" (
        stream integer NOT NULL REFERENCES stream,
        key bytea NOT NULL CHECK (length(key) = 32),
        until bigint NOT NULL CHECK (until >= 0),
        replaced timestamptz NOT NULL,
        seen bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (stream, key)
      );
      COMMENT ON TABLE "formerKey" IS 'whose key signed a log before stream.key did';
      COMMENT ON COLUMN "formerKey".until IS 'batches that end at most there were signed by it';
      COMMENT ON COLUMN "formerKey".seen IS
        'how much of the kiosk''s logs was looked through for certificates by this key';
      """)
}
