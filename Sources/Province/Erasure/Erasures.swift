import Evidence

/// The erasing of persons at the province. It is asked for at the centre, where the person is known by
/// name, and comes as the event `resident.erase` with a pseudonym; here every personal value of that
/// person goes, and none is taken any more. Events stay as they are, since they hold digests only.
enum Erasures {
  /// Erases persons of a log; in the projector's transaction, and as often as it is run again.
  static func carryOut(
    _ persons: [Facts.Erased], stream: Int64, _ connection: Connection
  ) throws {
    for person in persons {
      for log in try logs(of: person, stream: stream, connection) {
        try forget(person, in: log, connection)
      }
    }
  }

  /// Who is erased in a log, by pseudonym.
  static func pseudonyms(in stream: Stream, _ connection: Connection) throws -> Set<String> {
    let rows = try connection.query(
      "SELECT pseudonym FROM erasure WHERE stream = $1", [.integer(stream.id)])
    return Set(try rows.map { try $0.text("pseudonym") })
  }

  /// Lets a branch know who was erased in another log among the persons they share: those
  /// registered before the fork. A log that was restored from an old copy may not hold the event.
  static func inherit(
    branch: Int64, from other: Int64, fork: Int64, _ connection: Connection
  ) throws(PostgresError) {
    try connection.change(
      """
      INSERT INTO erasure (stream, pseudonym, seq)
      SELECT $1, e.pseudonym, e.seq FROM erasure e
      JOIN resident r ON r.stream = e.stream AND r.pseudonym = e.pseudonym
      WHERE e.stream = $2 AND r.seq < $3 ON CONFLICT DO NOTHING
      """, [.integer(branch), .integer(other), .integer(fork)])
  }

  /// Locks all logs of a log's key, in the one order that everyone keeps to. Before the first row is
  /// written: that takes a weaker lock of the log, and two that wait for each other with one would wait
  /// for ever.
  static func lockKin(of stream: Int64, _ connection: Connection) throws(PostgresError) {
    try connection.query(
      """
      SELECT id FROM stream WHERE key = (SELECT key FROM stream WHERE id = $1)
      ORDER BY id FOR UPDATE
      """, [.integer(stream)])
  }

  /// The logs in which the pseudonym means this person: its own, and those that parted from one
  /// another after the person was registered. Locked, so that no value arrives and no log branches off
  /// meanwhile; what branched off before the lock was had is seen when asked again.
  private static func logs(
    of person: Facts.Erased, stream: Int64, _ connection: Connection
  ) throws -> [Int64] {
    var locked: [Int64] = []
    while case let found = try found(of: person, stream: stream, connection), found != locked {
      try lock(found, connection)
      locked = found
    }
    return locked
  }

  /// Most are locked already, with their kin; what is new was committed while that was waited for. The lock
  /// is the one that whoever stores values or branches takes. It lets rows that name the log be written:
  /// who writes them may hold such a row and wait for one of the kin.
  private static func lock(_ logs: [Int64], _ connection: Connection) throws(PostgresError) {
    try connection.query(
      "SELECT id FROM stream WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE", [.integers(logs)])
  }

  private static func found(
    of person: Facts.Erased, stream: Int64, _ connection: Connection
  ) throws -> [Int64] {
    try connection.query(
      """
      WITH RECURSIVE parting (one, other, at) AS (
        SELECT id, parent, fork FROM stream WHERE parent IS NOT NULL
        UNION ALL SELECT stream, holder, last FROM shared),
      same (id) AS (
        SELECT $1::integer
        UNION
        SELECT CASE WHEN p.other = same.id THEN p.one ELSE p.other END
        FROM same JOIN parting p ON same.id IN (p.one, p.other)
        WHERE p.at > (SELECT seq FROM resident WHERE stream = $1 AND pseudonym = $2))
      SELECT id FROM same ORDER BY id
      """, [.integer(stream), .text(person.pseudonym)]
    ).map { try $0.integer("id") }
  }

  private static func forget(
    _ person: Facts.Erased, in stream: Int64, _ connection: Connection
  ) throws {
    try connection.change(
      """
      INSERT INTO erasure (stream, pseudonym, seq) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
      """, [.integer(stream), .text(person.pseudonym), .integer(person.seq)])
    // Lines are canonical JSON, so that the pseudonym stands in each in the same letters.
    let rows = try connection.query(
      """
      SELECT p.seq, p.field, p.value, e.line, s.key, \(FormerKeys.column) FROM personal p
      JOIN stream s ON s.id = p.stream
      JOIN lineage($1::integer) l ON p.seq >= l.first AND p.seq < l.last
      JOIN event e ON e.stream = l.holder AND e.seq = p.seq
      WHERE p.stream = $1 AND position($2 IN e.line) > 0
      """, [.integer(stream), .bytes(Array("\"r\":\"\(person.pseudonym)\"".utf8))])
    var seqs: Set<Int64> = []
    for row in rows {
      guard let event = try? Event(line: try row.bytes("line")),
        event.fields["r"]?.text == person.pseudonym
      else { continue }
      seqs.insert(event.seq)
      if try row.text("field") == "token" { try keepProof(row, event, stream, connection) }
    }
    try connection.change(
      "DELETE FROM personal WHERE stream = $1 AND seq = ANY ($2)",
      [.integer(stream), .integers(Array(seqs))])
  }

  /// Keeps of a token what lists and notices rest on.
  private static func keepProof(
    _ row: Row, _ event: Event, _ stream: Int64, _ connection: Connection
  ) throws {
    guard let token = CertificateToken(stored: try row.text("value")) else { return }
    let signers = [try row.bytes("key")] + (try FormerKeys.read(row))
    let number = event.fields["n"]?.text ?? ""
    let isProof = signers.contains { token.isProof(of: number, key: $0) }
    try connection.change(
      """
      INSERT INTO "erasedToken" (stream, seq, identity, proven) VALUES ($1, $2, $3, $4)
      ON CONFLICT DO NOTHING
      """,
      [.integer(stream), .integer(event.seq), .bytes(token.identity.bytes), .boolean(isProof)])
  }
}

extension CertificateToken {
  /// Reads a token as it stands among the personal values; nil when it is none.
  init?(stored text: String) {
    guard let bytes = try? Base64.decode(text), let token = try? CertificateToken(bytes: bytes)
    else { return nil }
    self = token
  }

  /// Whether it is the certificate of this number, signed by the key of the log it came in.
  func isProof(of number: String, key: [UInt8]) -> Bool {
    claims.number == number && isSignedByDevice && deviceCertificate.publicKey.bytes == key
  }
}
