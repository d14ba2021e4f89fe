extension Migration {
  /// How far statements have been forwarded to a learning record store.
  static let forward = Migration(
    number: 11, name: "forward",
    script: """
      CREATE TABLE forward (
        stream integer PRIMARY KEY REFERENCES stream,
        first bigint NOT NULL CHECK (first >= 0),
        next bigint NOT NULL CHECK (next >= first),
        under bigint CHECK (under > next),
        sent timestamptz,
        CHECK ((under IS NULL) = (sent IS NULL))
      );
      COMMENT ON COLUMN forward.first IS 'events before it are not forwarded';
      COMMENT ON COLUMN forward.next IS 'the statements of [first, next) are in the store or aside';
      COMMENT ON COLUMN forward.under IS
        'statements of [next, under) may be in the store: they were under way at "sent"';

      CREATE TABLE "forwardState" (
        id boolean PRIMARY KEY DEFAULT true CHECK (id),
        failures integer NOT NULL DEFAULT 0,
        problem text,
        due timestamptz,
        ordered boolean NOT NULL DEFAULT false,
        accepted timestamptz
      );
      COMMENT ON COLUMN "forwardState".due IS 'no attempt before';
      COMMENT ON COLUMN "forwardState".ordered IS 'the store itself asked for this wait';
      COMMENT ON COLUMN "forwardState".accepted IS 'when the store last took a statement';
      INSERT INTO "forwardState" DEFAULT VALUES;

      CREATE TABLE "forwardAside" (
        stream integer NOT NULL REFERENCES stream,
        seq bigint NOT NULL,
        part integer NOT NULL,
        statement text NOT NULL,
        reason text NOT NULL,
        since timestamptz NOT NULL,
        PRIMARY KEY (stream, seq, part)
      );
      COMMENT ON TABLE "forwardAside" IS 'statements that the store refuses';

      CREATE TABLE "forwardSkipped" (
        stream integer NOT NULL REFERENCES stream,
        seq bigint NOT NULL,
        PRIMARY KEY (stream, seq)
      );
      COMMENT ON TABLE "forwardSkipped" IS
        'events passed over while in quarantine: forwarded once they are understood';

      CREATE TABLE "forwardVoid" (
        stream integer NOT NULL REFERENCES stream,
        seq bigint NOT NULL,
        voider integer NOT NULL REFERENCES stream,
        "voiderSeq" bigint NOT NULL,
        PRIMARY KEY (stream, seq)
      );
      COMMENT ON TABLE "forwardVoid" IS
        'statements taken back, each with the event that did so first: none is voided twice';
      """)
}
