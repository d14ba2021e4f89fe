extension Migration {
  /// What vouches and what takes back: certificates that may still be waited for, the keys of status
  /// lists, device notices, and the bundle that is given out.
  static let trust = Migration(
    number: 4, name: "trust",
    script: """
      ALTER TABLE kiosk
        ALTER certificate DROP NOT NULL,
        ADD companion bytea,
        ADD mldsa65 bytea CHECK (length(mldsa65) = 1952),
        ADD requested timestamptz,
        ADD request bytea;
      COMMENT ON COLUMN kiosk.certificate IS
        'device certificate (kcwt) signed by a root; NULL until the offline root has signed one';
      COMMENT ON COLUMN kiosk.companion IS 'the root''s word for the ML-DSA-65 key beside it';
      COMMENT ON COLUMN kiosk.requested IS 'waits for a certificate since then; NULL: does not wait';
      COMMENT ON COLUMN kiosk.request IS 'the kiosk''s signed request, as it came';

      CREATE TABLE "statusKey" (
        key bytea PRIMARY KEY CHECK (length(key) = 32),
        mldsa65 bytea NOT NULL CHECK (length(mldsa65) = 1952),
        made timestamptz NOT NULL,
        certificate bytea,
        companion bytea,
        starts timestamptz CHECK ((starts IS NULL) = (certificate IS NULL)),
        expires timestamptz CHECK ((expires IS NULL) = (certificate IS NULL))
      );
      COMMENT ON TABLE "statusKey" IS 'public halves; the private ones are files in keys/';
      COMMENT ON COLUMN "statusKey".certificate IS 'NULL until a root has signed it';

      CREATE TABLE notice (
        key bytea NOT NULL CHECK (length(key) = 32),
        issued timestamptz NOT NULL,
        device text NOT NULL,
        good bytea NOT NULL CHECK (length(good) % 16 = 0),
        reason text NOT NULL,
        bytes bytea,
        PRIMARY KEY (key, issued)
      );
      COMMENT ON TABLE notice IS 'devices withdrawn; the latest of a key counts, none is deleted';
      COMMENT ON COLUMN notice.good IS '16 bytes for each certificate that stays good, sorted';
      COMMENT ON COLUMN notice.bytes IS 'signed by a root; NULL until the offline root has signed it';

      CREATE TABLE bundle (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        issued timestamptz NOT NULL,
        tag text NOT NULL,
        bytes bytea NOT NULL
      );
      COMMENT ON TABLE bundle IS 'the bundle that is given out, one row, replaced whole';
      ALTER TABLE bundle ALTER bytes SET STORAGE EXTERNAL;

      ALTER TABLE certificate ADD replacement text, ADD replacing bigint;
      COMMENT ON COLUMN certificate.replacement IS 'number of the certificate that took its place';
      COMMENT ON COLUMN certificate.replacing IS 'the event that said so';
      CREATE INDEX "certificateByNumber" ON certificate (number);
      CREATE INDEX "certificateCancelled"
        ON certificate (stream, greatest(cancelled, replacing)) WHERE cancelled IS NOT NULL;

      ALTER TABLE projection ADD published bigint NOT NULL DEFAULT 0;
      COMMENT ON COLUMN projection.published IS
        'the bundle given out speaks of events [0, published); never of fewer than before';

      -- Replacements and exports meant nothing until now: every event is read again, and no list is made
      -- before that is done.
      TRUNCATE resident, course, session, visit, certificate, quarantine;
      UPDATE projection SET published = next, next = 0, wall = NULL, quality = NULL;
      """)
}
