package import Evidence

/// The events that are stored, but whose meaning this program could not accept.
package struct Quarantine: Equatable, Sendable {
  /// One of them.
  package struct Entry: Equatable, Sendable {
    /// Its log.
    package let log: LogID
    /// The centre where the kiosk stands.
    package let centre: String
    /// Its position.
    package let seq: Int64
    /// Its kind, where it could be read.
    package let kind: String?
    /// Why it was set aside.
    package let reason: String
    /// When, milliseconds since 1970; nil when that was not noted yet.
    package let sinceMilliseconds: Int64?
    /// The version of the program that set it aside last; nil when that was not noted yet.
    package let program: String?
  }

  /// How many events of one kind there are, for one reason.
  package struct Group: Equatable, Sendable {
    /// The kind, where it could be read.
    package let kind: String?
    /// The reason.
    package let reason: String
    /// How many events.
    package let count: Int64
  }

  /// The most entries that are listed at once.
  package static let entryLimit = 10_000
  /// The most groups that are listed.
  package static let groupLimit = 100

  /// How many there are in all.
  package let total: Int64
  /// The largest groups first.
  package let groups: [Group]
  /// By log and position; no more than were asked for.
  package let entries: [Entry]

  /// Reads what is set aside now.
  package init(_ pool: ConnectionPool, entries limit: Int = Quarantine.entryLimit) throws {
    (total, groups, entries) = try pool.transaction { connection in
      let total = try connection.query("SELECT count(*) AS n \(Quarantine.counted)").first?.integer(
        "n")
      return (
        total ?? 0, try Quarantine.groups(connection), try Quarantine.entries(limit, connection)
      )
    }
  }

  /// What a branch has in common with its log is listed once.
  private static let counted =
    "FROM quarantine q JOIN stream s ON s.id = q.stream AND q.seq >= s.counted"

  private static func groups(_ connection: Connection) throws -> [Group] {
    try connection.query(
      """
      SELECT q.kind, q.reason, count(*) AS n \(counted) GROUP BY q.kind, q.reason
      ORDER BY n DESC, q.kind, q.reason LIMIT $1
      """, [.integer(Int64(groupLimit))]
    ).map { row in
      Group(
        kind: try row.optionalText("kind"), reason: try row.text("reason"),
        count: try row.integer("n"))
    }
  }

  private static func entries(_ limit: Int, _ connection: Connection) throws -> [Entry] {
    try connection.query(
      """
      SELECT s.log, s.centre, q.seq, q.kind, q.reason, q.since, q.program
      \(counted) ORDER BY q.stream, q.seq LIMIT $1
      """, [.integer(Int64(min(limit, entryLimit)))]
    ).map { row in
      Entry(
        log: try LogID(bytes: try row.bytes("log")), centre: try row.text("centre"),
        seq: try row.integer("seq"), kind: try row.optionalText("kind"),
        reason: try row.text("reason"), sinceMilliseconds: try row.optionalTime("since"),
        program: try row.optionalText("program"))
    }
  }

  /// The list for machines: canonical JSON.
  package func json() throws -> [UInt8] {
    let entries = entries.map { entry -> CanonicalValue in
      var members: [String: CanonicalValue] = [
        "log": .text(entry.log.hex), "centre": .text(entry.centre), "seq": .integer(entry.seq),
        "reason": .text(nfc(entry.reason)),
      ]
      members["kind"] = entry.kind.map { .text($0) }
      members["since"] = entry.sinceMilliseconds.map { .integer($0) }
      members["program"] = entry.program.map { .text($0) }
      return .object(members)
    }
    return try CanonicalValue.object(["total": .integer(total), "entries": .list(entries)])
      .canonical()
  }
}
