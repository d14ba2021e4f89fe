extension Migration {
  /// What comes down to the kiosks: units, rubrics, announcements; and what they say of themselves.
  static let bulletin = Migration(
    number: 10, name: "bulletin",
    script: """
      CREATE TABLE unit (
        code text NOT NULL,
        starts bigint NOT NULL,
        ends bigint CHECK (ends >= starts),
        name text NOT NULL,
        kind text NOT NULL,
        parent text,
        successor text,
        PRIMARY KEY (code, starts),
        CONSTRAINT "unitsNeverOverlap"
          EXCLUDE USING gist (code WITH =, int8range(starts, ends, '[]') WITH &&)
      );
      COMMENT ON TABLE unit IS 'administrative units with their past; days since 1970, ends is the last';

      CREATE TABLE rubric (
        model text NOT NULL,
        audience text NOT NULL,
        year bigint NOT NULL,
        document text NOT NULL,
        PRIMARY KEY (model, audience, year)
      );
      COMMENT ON COLUMN rubric.document IS 'canonical JSON as the bulletin carries it';

      CREATE TABLE target (
        model text NOT NULL,
        year bigint NOT NULL,
        percent bigint NOT NULL CHECK (percent BETWEEN 0 AND 100),
        source text NOT NULL,
        PRIMARY KEY (model, year)
      );

      CREATE TABLE announcement (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        title text NOT NULL,
        body text NOT NULL,
        starts bigint NOT NULL,
        ends bigint NOT NULL CHECK (ends >= starts),
        made timestamptz NOT NULL
      );

      CREATE TABLE bulletin (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        seq bigint NOT NULL CHECK (seq > 0),
        issued timestamptz NOT NULL,
        content bytea NOT NULL CHECK (length(content) = 32),
        tag text NOT NULL,
        bundle text NOT NULL,
        bytes bytea NOT NULL
      );
      COMMENT ON COLUMN bulletin.bundle IS 'tag of the bundle in it';
      COMMENT ON TABLE bulletin IS 'the bulletin that is given out, one row, replaced whole';
      COMMENT ON COLUMN bulletin.content IS 'SHA-256 of what it says, but for number and time';
      ALTER TABLE bulletin ALTER bytes SET STORAGE EXTERNAL;

      ALTER TABLE kiosk
        ADD disk bigint,
        ADD clock bigint,
        ADD attention text[],
        ADD receipted timestamptz,
        ADD epoch bigint,
        ADD bulletin bigint;
      COMMENT ON COLUMN kiosk.disk IS 'percent of its disk that is used, by its last hello';
      COMMENT ON COLUMN kiosk.clock IS 'quality of its clock, by its last hello';
      COMMENT ON COLUMN kiosk.attention IS 'what waits for somebody there, as codes';
      COMMENT ON COLUMN kiosk.receipted IS 'time of the last receipt it holds';
      COMMENT ON COLUMN kiosk.bulletin IS 'number of the bulletin it holds';

      CREATE TABLE tally (
        stream integer PRIMARY KEY REFERENCES stream,
        next bigint NOT NULL,
        counted bigint NOT NULL,
        turns bigint NOT NULL,
        people bigint NOT NULL,
        sessions bigint NOT NULL,
        certificates bigint NOT NULL
      );
      COMMENT ON TABLE tally IS
        'what each log adds up to; counted anew when next or counted is no more that of its log';
      """)
}
