/// What the fleet looks like now: one row a kiosk and one a centre.
package struct Fleet: Sendable {
  /// One kiosk.
  package struct Kiosk: Sendable {
    /// The log's hex digits.
    package let log: String
    /// The centre's code.
    package let centre: String
    /// The name given at enrolment.
    package let name: String
    /// When it was last heard of; nil is never.
    package let heardMilliseconds: Int64?
    /// When it was enrolled.
    package let enrolledMilliseconds: Int64
    /// Whether the province has withdrawn it.
    package let isRevoked: Bool
    /// Events in its log, as far as is known.
    package let size: Int64
    /// Events that are durable here.
    package let stored: Int64
    /// Events known to exist and not here.
    package var waiting: Int64 { size - stored }
    /// Its program's version; nil before the first hello.
    package let version: String?
    /// Clock quality 0 to 4 of its last event; nil while it has none.
    package let clockQuality: Int64?
    /// Whether it has been silent for too long.
    package let isSilent: Bool
    /// Events that could not be understood.
    package let quarantined: Int64
    /// The log of which this one is a branch, in hex digits; nil for most.
    package let branchOf: String?
    /// Events before this are the same in both.
    package let fork: Int64?
    /// The logs that branched from this one, in hex digits.
    package let branches: [String]
  }

  /// What the kiosks of one centre add up to.
  package struct Centre: Sendable {
    /// The centre's code.
    package let code: String
    /// The name of its first kiosk.
    package let name: String
    /// Attendances: one resident at one session.
    package let turns: Int64
    /// Distinct residents among them.
    package let people: Int64
    /// Sessions recorded.
    package let sessions: Int64
    /// Certificates in force.
    package let certificates: Int64
  }

  /// Those that need attention first.
  package let kiosks: [Kiosk]
  /// By code.
  package let centres: [Centre]

  /// Reads both lists.
  package init(
    _ pool: ConnectionPool, nowMilliseconds: Int64, silentMilliseconds: Int64
  ) throws {
    (kiosks, centres) = try pool.withConnection { connection in
      let limit = nowMilliseconds - silentMilliseconds
      let kiosks = try connection.query(Fleet.kioskSQL).map { row in
        try Kiosk(row, silentBefore: limit)
      }
      return (
        kiosks.sorted(by: Fleet.precedes), try connection.query(Fleet.centreSQL).map(Centre.init)
      )
    }
  }

  /// Silent ones first, the longest silent at the top; withdrawn ones last.
  private static func precedes(_ left: Kiosk, _ right: Kiosk) -> Bool {
    if left.isRevoked != right.isRevoked { return right.isRevoked }
    if left.isSilent != right.isSilent { return left.isSilent }
    let (leftSign, rightSign) = (left.lastSignMilliseconds, right.lastSignMilliseconds)
    if left.isSilent, leftSign != rightSign { return leftSign < rightSign }
    return (left.centre, left.name, left.log) < (right.centre, right.name, right.log)
  }

  private static let kioskSQL = """
    SELECT encode(s.log, 'hex') AS log, s.centre, k.name, k.heard, k.enrolled, k.revoked, k.version, s.next,
      greatest(coalesce(k.size, 0), s.next) AS size, p.quality,
      (SELECT count(*) FROM quarantine q WHERE q.stream = s.id AND q.seq >= s.counted) AS quarantined,
      (SELECT encode(a.log, 'hex') FROM stream a WHERE a.id = s.parent) AS origin, s.fork,
      (SELECT string_agg(encode(b.log, 'hex'), ' ' ORDER BY b.id) FROM stream b
        WHERE b.parent = s.id) AS branches
    FROM kiosk k JOIN stream s ON s.id = k.stream JOIN projection p ON p.stream = s.id
    """

  /// What branches have in common counts once; a person known to several of them is one person if added
  /// before they parted.
  private static let centreSQL = """
    WITH line AS (
      SELECT s.id AS stream, l.holder, l.first, l.last
      FROM stream s, lineage(s.id) l WHERE s.parent IS NOT NULL AND l.holder <> s.id),
    person AS (
      SELECT DISTINCT s.centre, v.stream, v.resident FROM visit v JOIN stream s ON s.id = v.stream
      WHERE v.undone IS NULL AND v.seq >= s.counted)
    SELECT s.centre, min(k.name) AS name, coalesce(sum(v.turns), 0)::bigint AS turns,
      (SELECT count(DISTINCT (coalesce(h.holder, p.stream), p.resident)) FROM person p
        LEFT JOIN LATERAL (SELECT l.holder FROM line l JOIN resident r ON r.stream = l.stream
            AND r.pseudonym = p.resident AND r.seq >= l.first AND r.seq < l.last
          WHERE l.stream = p.stream LIMIT 1) h ON true
        WHERE p.centre = s.centre) AS people,
      coalesce(sum(t.sessions), 0)::bigint AS sessions,
      coalesce(sum(c.certificates), 0)::bigint AS certificates
    FROM stream s JOIN kiosk k ON k.stream = s.id
    LEFT JOIN (SELECT stream, count(DISTINCT (resident, session)) AS turns
      FROM visit JOIN stream a ON a.id = stream
      WHERE undone IS NULL AND seq >= a.counted GROUP BY stream) v ON v.stream = s.id
    LEFT JOIN (SELECT stream, count(*) AS sessions FROM session JOIN stream a ON a.id = stream
      WHERE coalesce(added, seq) >= a.counted GROUP BY stream) t ON t.stream = s.id
    LEFT JOIN (SELECT stream, count(*) AS certificates FROM certificate
        JOIN stream a ON a.id = stream
      WHERE cancelled IS NULL AND seq >= a.counted GROUP BY stream) c ON c.stream = s.id
    GROUP BY s.centre ORDER BY s.centre
    """
}

extension Fleet.Kiosk {
  /// The last sign of life: enrolment counts as one.
  var lastSignMilliseconds: Int64 { heardMilliseconds ?? enrolledMilliseconds }

  init(_ row: Row, silentBefore limit: Int64) throws(PostgresError) {
    log = try row.text("log")
    centre = try row.text("centre")
    name = try row.text("name")
    heardMilliseconds = try row.optionalTime("heard")
    isRevoked = try row.optionalTime("revoked") != nil
    size = try row.integer("size")
    stored = try row.integer("next")
    version = try row.optionalText("version")
    clockQuality = try row.optionalInteger("quality")
    enrolledMilliseconds = try row.optionalTime("enrolled") ?? 0
    isSilent = (heardMilliseconds ?? enrolledMilliseconds) < limit
    quarantined = try row.integer("quarantined")
    branchOf = try row.optionalText("origin")
    fork = try row.optionalInteger("fork")
    branches = (try row.optionalText("branches") ?? "").split(separator: " ").map(String.init)
  }
}

extension Fleet.Centre {
  init(_ row: Row) throws(PostgresError) {
    code = try row.text("centre")
    name = try row.text("name")
    turns = try row.integer("turns")
    people = try row.integer("people")
    sessions = try row.integer("sessions")
    certificates = try row.integer("certificates")
  }
}
