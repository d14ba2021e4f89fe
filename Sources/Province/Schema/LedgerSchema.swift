extension Migration {
  /// The ledger: what kiosks sent, exactly as it came, and what the province signed for.
  ///
  /// `first` and `last` are half-open ranges [first, last) of positions in a log. `event` carries no
  /// foreign key: its rows are written only beside their `batch`, which has one, and a trigger for
  /// each of 20,000 rows a second would cost more than it guards.
  static let ledger = Migration(
    number: 1, name: "ledger",
    script: """
      CREATE EXTENSION IF NOT EXISTS btree_gist;

      CREATE TABLE stream (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        log bytea NOT NULL UNIQUE CHECK (length(log) = 16),
        centre text NOT NULL,
        key bytea NOT NULL CHECK (length(key) = 32),
        next bigint NOT NULL DEFAULT 0 CHECK (next >= 0),
        range bytea NOT NULL,
        receipt text CHECK ((next = 0) = (receipt IS NULL)),
        personal bigint NOT NULL DEFAULT 0 CHECK (personal >= 0)
      );
      COMMENT ON COLUMN stream.next IS 'events [0, next) are durable here';
      COMMENT ON COLUMN stream.range IS 'RFC 6962 compact range of [0, next)';
      COMMENT ON COLUMN stream.receipt IS 'signed note over the tree of size next';
      COMMENT ON COLUMN stream.personal IS 'personal documents have come for [0, personal)';

      CREATE TABLE batch (
        stream integer NOT NULL REFERENCES stream,
        first bigint NOT NULL CHECK (first >= 0),
        last bigint NOT NULL CHECK (last > first),
        received timestamptz NOT NULL,
        range bytea NOT NULL,
        receipt text NOT NULL,
        bytes bytea NOT NULL,
        PRIMARY KEY (stream, first),
        CONSTRAINT "batchesNeverOverlap"
          EXCLUDE USING gist (stream WITH =, int8range(first, last) WITH &&)
      );
      COMMENT ON COLUMN batch.range IS 'compact range of [0, first)';
      COMMENT ON COLUMN batch.bytes IS 'the request as it came: the legal record';
      ALTER TABLE batch ALTER bytes SET STORAGE EXTERNAL;

      CREATE TABLE event (
        stream integer NOT NULL,
        seq bigint NOT NULL,
        received timestamptz NOT NULL,
        kind text,
        line bytea NOT NULL,
        PRIMARY KEY (stream, seq, received)
      ) PARTITION BY RANGE (received);
      COMMENT ON COLUMN event.line IS 'the canonical JSON line as received, without LF';

      CREATE TABLE personal (
        stream integer NOT NULL REFERENCES stream,
        seq bigint NOT NULL,
        field text NOT NULL,
        salt bytea NOT NULL CHECK (length(salt) = 16),
        value text NOT NULL,
        PRIMARY KEY (stream, seq, field)
      );
      COMMENT ON TABLE personal IS 'values whose digests stand in the events; erasable';

      CREATE TABLE quarantine (
        stream integer NOT NULL REFERENCES stream,
        seq bigint NOT NULL,
        reason text NOT NULL,
        PRIMARY KEY (stream, seq)
      );
      COMMENT ON TABLE quarantine IS 'stored events whose meaning could not be accepted';
      """)
}
