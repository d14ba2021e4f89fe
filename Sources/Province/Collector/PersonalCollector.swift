package import Evidence
import HTTP

/// Takes the personal values that travel beside the batches.
///
/// Each is checked against the digest in its event; only the kinds that the settings name are kept.
/// The rest is left unstored and counted, so that a kiosk's generosity stops nothing.
package struct PersonalCollector: Sendable {
  let pool: ConnectionPool
  let limits: BatchLimits
  let accepted: Set<String>

  /// Makes a collector that keeps the fields named as `kind/field`.
  package init(pool: ConnectionPool, limits: BatchLimits, accepted: [String]) {
    self.pool = pool
    self.limits = limits
    self.accepted = Set(accepted)
  }

  /// What became of a document.
  package struct Outcome: Equatable, Sendable {
    /// Values kept, those known before among them.
    package let kept: Int
    /// Values that are not taken: of other kinds, or of persons who were erased.
    package let declined: Int
    /// Documents have come for [0, next).
    package let next: Int64
  }

  /// Takes the document of one range.
  ///
  /// - Throws: `Problem`: 409 when the events are not here yet, 422 for a value that is not the one
  ///   in the event.
  package func accept(_ bytes: [UInt8], log: LogID, range: SeqRange) throws -> Outcome {
    let document: PersonalDocument
    do {
      document = try PersonalDocument(gzip: bytes, limits: limits)
    } catch {
      throw Problem(error)
    }
    if let value = document.values.first(where: { $0.seq < range.start || $0.seq >= range.end }) {
      throw mismatch(value, "lies outside the range in the path")
    }
    return try pool.transaction { connection in
      guard let stream = try Stream.lock(log, connection) else { throw Problem.unknownToken }
      guard range.end <= stream.next else {
        throw Problem.gap(next: stream.next, root: stream.range.root, start: range.end)
      }
      let kept = try chosen(document.values, stream, connection)
      try store(kept, stream, connection)
      let next = range.start <= stream.personal ? max(stream.personal, range.end) : stream.personal
      try connection.change(
        "UPDATE stream SET personal = $2 WHERE id = $1", [.integer(stream.id), .integer(next)])
      return Outcome(kept: kept.count, declined: document.values.count - kept.count, next: next)
    }
  }

  private func chosen(
    _ values: [PersonalValue], _ stream: Stream, _ connection: Connection
  ) throws -> [PersonalValue] {
    let events = try events(of: values, stream, connection)
    let erased = try Erasures.pseudonyms(in: stream, connection)
    return try values.filter { value in
      guard let event = events[value.seq], value.matches(event) else {
        throw mismatch(value, "is not the value whose digest stands in the event")
      }
      if let person = event.fields["r"]?.text, erased.contains(person) { return false }
      return accepted.contains("\(event.kind)/\(value.field)")
    }
  }

  private func events(
    of values: [PersonalValue], _ stream: Stream, _ connection: Connection
  ) throws -> [Int64: Event] {
    let rows = try connection.query(
      """
      SELECT e.seq, e.line FROM lineage($1::integer) l
      JOIN event e ON e.stream = l.holder AND e.seq >= l.first AND e.seq < l.last
      WHERE e.seq = ANY ($2)
      """,
      [.integer(stream.id), .integers(Array(Set(values.map(\.seq))))])
    var events: [Int64: Event] = [:]
    for row in rows {
      events[try row.integer("seq")] = try? Event(line: try row.bytes("line"))
    }
    return events
  }

  private func store(
    _ values: [PersonalValue], _ stream: Stream, _ connection: Connection
  ) throws {
    for value in values {
      guard !value.value.contains("\0") else { throw mismatch(value, "holds a zero character") }
      try connection.change(
        """
        INSERT INTO personal (stream, seq, field, salt, value) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        """,
        [
          .integer(stream.id), .integer(value.seq), .text(value.field), .bytes(value.salt),
          .text(value.value),
        ])
    }
  }

  /// Names the place, never the value.
  private func mismatch(_ value: PersonalValue, _ reason: String) -> Problem {
    Problem(
      422, "personal", title: "A personal value is wrong",
      detail: "Field \"\(value.field.prefix(40))\" of event \(value.seq) \(reason).",
      members: ["seq": .integer(value.seq)])
  }
}
