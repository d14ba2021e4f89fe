import Evidence

/// A log with those that store its events: which of them an event belongs to.
struct Lineage {
  /// One log of the line.
  struct Member {
    let stream: Int64
    let log: LogID
    let centre: String
  }

  /// The log itself.
  let own: Member
  /// The log with which the line began.
  let root: Member
  private let holders: [(first: Int64, member: Member)]

  /// Reads the line of a log.
  init(of stream: Int64, _ connection: Connection) throws {
    let line = try connection.query(
      """
      WITH RECURSIVE line AS (
        SELECT id, log, centre, parent, 0 AS depth FROM stream WHERE id = $1
        UNION ALL
        SELECT s.id, s.log, s.centre, s.parent, l.depth + 1
        FROM stream s JOIN line l ON s.id = l.parent)
      SELECT id, log, centre FROM line ORDER BY depth
      """, [.integer(stream)]
    ).map(Member.init)
    guard let own = line.first, let root = line.last else {
      throw PostgresError(operation: "read", code: "", message: "the log \(stream) is missing")
    }
    (self.own, self.root) = (own, root)
    holders = try connection.query(
      """
      SELECT s.id, s.log, s.centre, l.first FROM lineage($1::integer) l
      JOIN stream s ON s.id = l.holder ORDER BY l.first DESC
      """, [.integer(stream)]
    ).map { (try $0.integer("first"), try Member($0)) }
  }

  /// The log in which the event at this position is stored.
  func owner(of seq: Int64) -> Member {
    holders.first { $0.first <= seq }?.member ?? own
  }

  /// The event's place, by its owner.
  func place(_ seq: Int64) -> EventPlace { EventPlace(log: owner(of: seq).log, seq: seq) }

  /// The positions, each with the others of its owner.
  func byOwner(_ seqs: [Int64]) -> [(stream: Int64, seqs: [Int64])] {
    Dictionary(grouping: seqs) { owner(of: $0).stream }.map { ($0.key, $0.value) }
  }
}

extension Lineage.Member {
  fileprivate init(_ row: Row) throws {
    stream = try row.integer("id")
    log = try LogID(bytes: try row.bytes("log"))
    centre = try row.text("centre")
  }
}
