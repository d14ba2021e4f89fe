extension Schema {
  /// Persons whose values were erased. The row stays, so that visits, hours and numbers still count;
  /// the pseudonym stands where the name stood.
  ///
  /// Of an erased person's certificate there stay its place in the register's digest (`leaf`) and its
  /// name on notices and lists (`identity`); one zero byte stands for the token, whose column wants one.
  /// Rows pass through `freePage` to overwrite pages that the file no longer uses; its row 1 says that
  /// an erasure still waits for that, and else it is empty.
  static let erasure = """
    ALTER TABLE resident ADD COLUMN eraseSeq INTEGER REFERENCES entry (seq);
    CREATE UNIQUE INDEX residentErased ON resident (eraseSeq) WHERE eraseSeq IS NOT NULL;
    CREATE TRIGGER residentStaysErased BEFORE UPDATE ON resident WHEN OLD.eraseSeq IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'an erased person stays erased'); END;
    ALTER TABLE certificate ADD COLUMN leaf BLOB CHECK (length(leaf) = 32);
    ALTER TABLE certificate ADD COLUMN identity BLOB CHECK (length(identity) = 16);
    DROP TRIGGER certificateIsFinal;
    CREATE TRIGGER certificateIsFinal BEFORE UPDATE OF id, centre, year, sequence, number, residentId,
      kind, courseId, courseTitle, hoursTenths, issuedDay, issuedAtSeconds, issueSeq ON certificate
      BEGIN SELECT RAISE(ABORT, 'a certificate is never changed'); END;
    CREATE TRIGGER certificateIsOnlyErased BEFORE UPDATE OF holderName, token, sheet, leaf, identity
      ON certificate
      WHEN OLD.leaf IS NOT NULL OR NEW.leaf IS NULL OR NEW.identity IS NULL
        OR length(NEW.token) <> 1 OR NOT EXISTS
          (SELECT 1 FROM resident WHERE id = OLD.residentId AND eraseSeq IS NOT NULL)
      BEGIN SELECT RAISE(ABORT, 'a certificate is never changed'); END;
    CREATE TABLE freePage (zeros BLOB NOT NULL) STRICT;
    """
}
