/// The times between which an event happened, from all that is known of its kiosk's clock; nil where
/// there is no bound.
struct TimeBounds: Equatable, Sendable {
  /// Milliseconds since 1970.
  let earliest: Int64?
  /// Milliseconds since 1970.
  let latest: Int64?
  /// How this is known, one word: a raw value of `CorrectedTime.Basis`.
  let basis: String

  /// The bounds of visits, departures and certificates of one log, by position; others stand as claimed.
  static func all(
    stream: Int64, seqs: [Int64], _ connection: Connection
  ) throws(PostgresError) -> [Int64: TimeBounds] {
    let rows = try connection.query(
      """
      SELECT seq, earliest, latest, basis FROM visit
        WHERE stream = $1 AND seq = ANY ($2) AND basis IS NOT NULL
      UNION ALL SELECT seq, earliest, latest, basis FROM departure
        WHERE stream = $1 AND seq = ANY ($2)
      UNION ALL SELECT seq, earliest, latest, basis FROM certificate
        WHERE stream = $1 AND seq = ANY ($2) AND basis IS NOT NULL
      """, [.integer(stream), .integers(seqs)])
    var bounds: [Int64: TimeBounds] = [:]
    for row in rows {
      bounds[try row.integer("seq")] = TimeBounds(
        earliest: try row.optionalTime("earliest"), latest: try row.optionalTime("latest"),
        basis: try row.text("basis"))
    }
    return bounds
  }
}
