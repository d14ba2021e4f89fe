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

  /// The pseudonyms of people in the common part whose values the parent's events erase. Whoever was
  /// added after the fork is somebody else under the same pseudonym.
  static func erased(in child: Stream, _ connection: Connection) throws -> [String] {
    guard let parent = child.parent else { return [] }
    let rows = try connection.query(
      """
      SELECT e.line FROM lineage($1::integer) l JOIN event e ON e.stream = l.holder
        AND e.seq >= l.first AND e.seq < l.last
      WHERE e.kind = 'resident.erase'
      """, [.integer(parent)])
    let lines = try rows.map { try $0.bytes("line") }
    let names = Set(lines.compactMap { try? Event(line: $0).fields["r"]?.text })
    guard !names.isEmpty else { return [] }
    return try connection.query(
      """
      SELECT pseudonym FROM resident WHERE stream = $1 AND seq < $2 AND pseudonym = ANY ($3)
      ORDER BY pseudonym
      """, [.integer(parent), .integer(child.fork), .texts(Array(names))]
    ).map { try $0.text("pseudonym") }
  }
}
