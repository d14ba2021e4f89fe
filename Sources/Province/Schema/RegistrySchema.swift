extension Migration {
  /// Who may send: kiosks, their one-time codes, and failed attempts to use one.
  static let registry = Migration(
    number: 2, name: "registry",
    script: """
      CREATE TABLE enrolment (
        code bytea PRIMARY KEY CHECK (length(code) = 32),
        centre text NOT NULL,
        name text NOT NULL,
        created timestamptz NOT NULL,
        expires timestamptz NOT NULL,
        stream integer REFERENCES stream,
        used timestamptz
      );
      COMMENT ON COLUMN enrolment.code IS 'SHA-256 of the one-time code';

      CREATE TABLE attempt (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        address text NOT NULL,
        failed timestamptz NOT NULL
      );
      CREATE INDEX "attemptByAddress" ON attempt (address, failed);

      CREATE TABLE kiosk (
        stream integer PRIMARY KEY REFERENCES stream,
        name text NOT NULL,
        code bytea NOT NULL REFERENCES enrolment,
        token bytea NOT NULL UNIQUE CHECK (length(token) = 32),
        certificate bytea NOT NULL,
        enrolled timestamptz NOT NULL,
        revoked timestamptz,
        url text,
        greeted timestamptz,
        heard timestamptz,
        size bigint,
        unacked bigint,
        version text,
        boot bigint,
        mono bigint,
        wall timestamptz
      );
      COMMENT ON COLUMN kiosk.token IS 'SHA-256 of the bearer token the kiosk sends';
      COMMENT ON COLUMN kiosk.certificate IS 'device certificate (kcwt) signed by the root';
      COMMENT ON COLUMN kiosk.greeted IS 'the first hello; ends the repetition of the code';
      """)
}
