import Centre
import Evidence

/// What the fleet looks like now: one row a kiosk and one a centre.
package struct Fleet: Sendable {
  /// What the kiosks of one centre add up to.
  package struct Centre: Sendable {
    /// The centre's code.
    package let code: String
    /// The name of its first kiosk.
    package let name: String
    /// Attendances: one resident at one session.
    package let turns: Int64
    /// Distinct residents among them, counted for each kiosk; once in all logs of a kiosk that branched
    /// after they were registered.
    package let people: Int64
    /// Of the turns, those of people who were counted without a name.
    package let heads: Int64
    /// Sessions recorded.
    package let sessions: Int64
    /// Certificates in force.
    package let certificates: Int64
  }

  /// Those that need attention first.
  package let kiosks: [FleetKiosk]
  /// By code.
  package let centres: [Centre]
  /// The number of the bulletin in force; nil before the first.
  package let bulletin: Int64?

  /// A fleet of known rows, put in order.
  package init(kiosks: [FleetKiosk], centres: [Centre] = [], bulletin: Int64? = nil) {
    self.kiosks = kiosks.sorted(by: Fleet.precedes)
    self.centres = centres
    self.bulletin = bulletin
  }

  /// Reads both lists.
  package init(
    _ pool: ConnectionPool, nowMilliseconds: Int64, silentMilliseconds: Int64
  ) throws {
    let today = Day(wallMilliseconds: nowMilliseconds)
    self = try pool.withConnection { connection in
      let limit = nowMilliseconds - silentMilliseconds
      let units = UnitRegister(try UnitImport.all(connection))
      let kiosks = try connection.query(FleetKiosk.sql).map { row in
        var kiosk = try FleetKiosk(row, silentBefore: limit)
        kiosk.unit = units.successor(of: String(kiosk.centre.prefix(5)), on: today)?.fullName
        return kiosk
      }
      return Fleet(
        kiosks: kiosks, centres: try connection.query(Fleet.centreSQL).map(Centre.init),
        bulletin: try Bulletins.standing(connection)?.sequence)
    }
  }

  /// Silent ones first, the longest silent at the top; then those in trouble; withdrawn ones last.
  static func precedes(_ left: FleetKiosk, _ right: FleetKiosk) -> Bool {
    let (leftRank, rightRank) = (rank(left), rank(right))
    if leftRank != rightRank { return leftRank < rightRank }
    let (leftSign, rightSign) = (left.lastSignMilliseconds, right.lastSignMilliseconds)
    if leftRank == 0, leftSign != rightSign { return leftSign < rightSign }
    return (left.centre, left.name, left.log) < (right.centre, right.name, right.log)
  }

  private static func rank(_ kiosk: FleetKiosk) -> Int {
    switch kiosk.state {
    case .silent: 0
    case .never: kiosk.isSilent ? 0 : 2
    case .trouble: 1
    case .waiting, .complete: 3
    case .branched: 4
    case .revoked: 5
    }
  }

  /// What branches have in common counts once. A person who is counted in several of them is one person
  /// if registered before they parted: then the same holder stores the registration. Those counted twice
  /// are looked for in the logs that branched or share events with another, which are few.
  private static let centreSQL = """
    WITH part AS MATERIALIZED (
      SELECT s.id, s.centre, s.counted, l.holder, l.first, l.last
      FROM stream s CROSS JOIN LATERAL lineage(s.id) l
      WHERE s.parent IS NOT NULL OR EXISTS (SELECT 1 FROM stream b WHERE b.parent = s.id)
        OR EXISTS (SELECT 1 FROM shared x WHERE s.id IN (x.stream, x.holder))),
    twice AS (
      SELECT part.centre, count(*) - count(DISTINCT (part.holder, r.pseudonym)) AS people
      FROM part
      JOIN resident r ON r.stream = part.id AND r.seq >= part.first AND r.seq < part.last
      WHERE NOT r.head AND NOT EXISTS (
        SELECT 1 FROM merge m
        WHERE m.stream = part.id AND m.guest = r.pseudonym AND m.undone IS NULL)
      AND EXISTS (
        SELECT 1 FROM visit v WHERE v.stream = part.id AND v.seq >= part.counted
          AND v.undone IS NULL AND (v.resident = r.pseudonym OR v.resident IN (
            SELECT m.guest FROM merge m
            WHERE m.stream = part.id AND m.resident = r.pseudonym AND m.undone IS NULL)))
      GROUP BY part.centre)
    SELECT s.centre, coalesce(min(k.name), '') AS name,
      coalesce(sum(t.turns), 0)::bigint AS turns,
      (coalesce(sum(t.people), 0) - coalesce(max(w.people), 0))::bigint AS people,
      coalesce(sum(t.heads), 0)::bigint AS heads,
      coalesce(sum(t.sessions), 0)::bigint AS sessions,
      coalesce(sum(t.certificates), 0)::bigint AS certificates
    FROM stream s LEFT JOIN kiosk k ON k.stream = s.id LEFT JOIN tally t ON t.stream = s.id
      LEFT JOIN twice w ON w.centre = s.centre
    GROUP BY s.centre ORDER BY s.centre
    """
}

extension Fleet.Centre {
  init(_ row: Row) throws(PostgresError) {
    code = try row.text("centre")
    name = try row.text("name")
    turns = try row.integer("turns")
    people = try row.integer("people")
    heads = try row.integer("heads")
    sessions = try row.integer("sessions")
    certificates = try row.integer("certificates")
  }
}
