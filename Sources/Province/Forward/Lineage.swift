import Evidence

/// A log with those it branched from: which of them an event belongs to.
struct Lineage {
  /// One log of the line.
  struct Member {
    let stream: Int64
    let log: LogID
    let centre: String
    /// Events before this are the next member's.
    let fork: Int64
  }

  /// The log itself, then its parent, and so on.
  let members: [Member]

  /// Reads the line of a log.
  init(of stream: Int64, _ connection: Connection) throws {
    members = try connection.query(
      """
      WITH RECURSIVE line AS (
        SELECT id, log, centre, parent, fork, 0 AS depth FROM stream WHERE id = $1
        UNION ALL
        SELECT s.id, s.log, s.centre, s.parent, s.fork, l.depth + 1
        FROM stream s JOIN line l ON s.id = l.parent)
      SELECT id, log, centre, coalesce(fork, 0) AS fork FROM line ORDER BY depth
      """, [.integer(stream)]
    ).map { row in
      Member(
        stream: try row.integer("id"), log: try LogID(bytes: try row.bytes("log")),
        centre: try row.text("centre"), fork: try row.integer("fork"))
    }
  }

  /// The log in which the event at this position is stored.
  func owner(of seq: Int64) -> Member {
    members.dropLast().first { seq >= $0.fork } ?? members[members.count - 1]
  }

  /// The event's place, by its owner.
  func place(_ seq: Int64) -> EventPlace { EventPlace(log: owner(of: seq).log, seq: seq) }

  /// The log itself.
  var own: Member { members[0] }

  /// The log with which the line began.
  var root: Member { members[members.count - 1] }

  /// The positions, each with the others of its owner.
  func byOwner(_ seqs: [Int64]) -> [(stream: Int64, seqs: [Int64])] {
    Dictionary(grouping: seqs) { owner(of: $0).stream }.map { ($0.key, $0.value) }
  }
}
