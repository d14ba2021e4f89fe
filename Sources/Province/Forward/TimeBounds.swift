/// The times between which an event happened, and the time to show, from all that is known of its
/// kiosk's clock; nil where there is none.
struct TimeBounds: Equatable, Sendable {
  /// Milliseconds since 1970.
  let earliest: Int64?
  /// Milliseconds since 1970.
  let latest: Int64?
  /// What the pages and the view "visitTime" show, milliseconds since 1970: between two bounds that lie far
  /// apart it may be what a person set the clock to later.
  let best: Int64?
  /// How this is known, one word: a raw value of `CorrectedTime.Basis`.
  let basis: String

  /// The bounds of visits, departures and certificates of one log, by position; others stand as claimed.
  static func all(
    stream: Int64, seqs: [Int64], _ connection: Connection
  ) throws(PostgresError) -> [Int64: TimeBounds] {
    let rows = try connection.query(
      """
      SELECT seq, earliest, latest, best, basis FROM visit
        WHERE stream = $1 AND seq = ANY ($2) AND basis IS NOT NULL
      UNION ALL SELECT seq, earliest, latest, best, basis FROM departure
        WHERE stream = $1 AND seq = ANY ($2)
      UNION ALL SELECT seq, earliest, latest, best, basis FROM certificate
        WHERE stream = $1 AND seq = ANY ($2) AND basis IS NOT NULL
      """, [.integer(stream), .integers(seqs)])
    var bounds: [Int64: TimeBounds] = [:]
    for row in rows {
      bounds[try row.integer("seq")] = TimeBounds(
        earliest: try row.optionalTime("earliest"), latest: try row.optionalTime("latest"),
        best: try row.optionalTime("best"), basis: try row.text("basis"))
    }
    return bounds
  }
}
