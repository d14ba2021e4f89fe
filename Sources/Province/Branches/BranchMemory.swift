import Evidence

/// What a restored kiosk may have forgotten and the province remembers.
enum BranchMemory {
  /// By register, as `14464-1/2026`, the highest number in any log of a key.
  static func numbers(
    of key: PublicKey, _ connection: Connection
  ) throws -> [String: Int64] {
    let rows = try connection.query(
      """
      SELECT left(number, -12) || '/' || left(right(number, 11), 4) AS register,
        max(right(number, 6)::bigint) AS last
      FROM certificate c JOIN stream s ON s.id = c.stream
      WHERE s.key = $1 AND number ~ '^[0-9]{5}-[0-9]{1,3}-[0-9]{4}-[0-9]{6}$'
      GROUP BY 1 HAVING max(right(number, 6)::bigint) > 0
      """, [.bytes(key.bytes)])
    var numbers: [String: Int64] = [:]
    for row in rows { numbers[try row.text("register")] = try row.integer("last") }
    return numbers
  }

  /// The pseudonyms of people in the common part who are erased in the parent, by its own events or another
  /// branch's. Whoever was added after the fork is somebody else under the same pseudonym.
  static func erased(in child: Stream, _ connection: Connection) throws -> [String] {
    guard let parent = child.parent else { return [] }
    return try connection.query(
      """
      SELECT e.pseudonym FROM erasure e
      JOIN resident r ON r.stream = e.stream AND r.pseudonym = e.pseudonym
      WHERE e.stream = $1 AND r.seq < $2 ORDER BY e.pseudonym
      """, [.integer(parent), .integer(child.fork)]
    ).map { try $0.text("pseudonym") }
  }
}
