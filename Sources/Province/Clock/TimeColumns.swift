import Centre

/// Corrected times as the columns `earliest`, `latest`, `best`, `basis` of a statement.
struct TimeColumns {
  /// The years 1 to 9999; a bound outside bounds nothing.
  private static let possible: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

  private let times: [CorrectedTime]

  init(_ times: [CorrectedTime]) { self.times = times }

  /// Four arrays in that order.
  var values: [SQLValue] {
    [
      .times(times.map { Self.kept($0.earliest) }), .times(times.map { Self.kept($0.latest) }),
      .times(times.map { Self.kept($0.best) }), .texts(times.map(\.basis.rawValue)),
    ]
  }

  private static func kept(_ wall: Int64?) -> Int64? {
    wall.flatMap { possible.contains($0) ? $0 : nil }
  }
}
