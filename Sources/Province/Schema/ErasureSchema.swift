extension Migration {
  /// Persons whose values were erased.
  static let erasure = Migration(
    number: 8, name: "erasure",
    script: """
      CREATE TABLE erasure (
        stream integer NOT NULL REFERENCES stream,
        pseudonym text NOT NULL,
        seq bigint NOT NULL,
        PRIMARY KEY (stream, pseudonym)
      );
      COMMENT ON TABLE erasure IS 'persons of whom nothing personal is kept or taken any more';
      COMMENT ON COLUMN erasure.seq IS 'the event that erased them, in the log that erased them';

      CREATE TABLE "erasedToken" (
        stream integer NOT NULL REFERENCES stream,
        seq bigint NOT NULL,
        identity bytea NOT NULL CHECK (length(identity) = 16),
        proven boolean NOT NULL,
        PRIMARY KEY (stream, seq)
      );
      COMMENT ON TABLE "erasedToken" IS
        'what lists and notices need of a token whose holder was erased';
      COMMENT ON COLUMN "erasedToken".proven IS
        'the token bore the number and the signature of the key of its log';
      """)
}
