extension Migration {
  /// How the last rounds with each kiosk went, and the lines that kiosks hold.
  ///
  /// Orders live for seconds; they are not worth a journal, and a crash may forget them.
  static let pull = Migration(
    number: 7, name: "pull",
    script: """
      CREATE TABLE pull (
        stream integer PRIMARY KEY REFERENCES stream,
        due timestamptz NOT NULL,
        claimed timestamptz,
        tried timestamptz,
        succeeded timestamptz,
        failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
        error text,
        events bigint NOT NULL DEFAULT 0 CHECK (events >= 0),
        bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0)
      );
      COMMENT ON COLUMN pull.due IS 'when the kiosk is to be asked again';
      COMMENT ON COLUMN pull.claimed IS 'until then one scheduler is at it and others keep away';
      COMMENT ON COLUMN pull.bytes IS 'compressed bytes that came, all in all';

      CREATE TABLE line (
        stream integer PRIMARY KEY REFERENCES stream,
        held timestamptz NOT NULL
      );
      COMMENT ON TABLE line IS 'when a kiosk last held a line over which it can be asked';

      CREATE UNLOGGED TABLE "lineOrder" (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        stream integer NOT NULL,
        method text NOT NULL,
        path text NOT NULL,
        body text,
        made timestamptz NOT NULL,
        status integer,
        type text,
        answer bytea
      );
      CREATE INDEX "lineOrderByStream" ON "lineOrder" (stream, id);
      COMMENT ON TABLE "lineOrder" IS 'requests for kiosks that hold a line, until they are answered';
      """)
}
