internal import Evidence
internal import Foundation
internal import GRDB

extension InclusionProof {
  /// The proof from lines and kept edges; nil unless the event stands in the tree of `size`, and the
  /// tree in the log.
  init?(_ db: Database, seq: Int64, size: Int64, note: String) throws {
    guard let head = try LogState.load(db)?.range, size <= head.size else { return nil }
    let kept = KeptTree(
      edges: { sizes in try InclusionProof.edge(sizes, head, db) },
      lines: { range in try InclusionProof.lines(range, db) })
    guard let hashes = try kept.inclusionProof(index: seq, size: size),
      let line = try InclusionProof.lines(seq..<seq + 1, db).first
    else { return nil }
    self.init(index: seq, hashes: hashes, line: line, note: note)
  }

  private static func edge(
    _ sizes: Range<Int64>, _ head: CompactRange, _ db: Database
  ) throws -> CompactRange? {
    if sizes.contains(head.size) { return head }
    let sql = "SELECT range FROM rangeMark WHERE size >= ? AND size < ? ORDER BY size LIMIT 1"
    let bytes = try Data.fetchOne(
      db.cachedStatement(sql: sql), arguments: [sizes.lowerBound, sizes.upperBound])
    return try bytes.map { try CompactRange(decoding: [UInt8]($0)) }
  }

  private static func lines(_ range: Range<Int64>, _ db: Database) throws -> [[UInt8]] {
    let sql = "SELECT line FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq"
    return try Data.fetchAll(
      db.cachedStatement(sql: sql), arguments: [range.lowerBound, range.upperBound]
    ).map { [UInt8]($0) }
  }
}
