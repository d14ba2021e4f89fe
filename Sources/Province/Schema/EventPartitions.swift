import Synchronization

/// Months of receipt, one partition of `event` each, made before they are needed.
package final class EventPartitions: Sendable {
  /// How many months after the present one are made ahead: a service that is stopped for a quarter
  /// still finds its months when it comes back.
  package static let monthsAhead = 3

  private let known = Mutex<Set<Month>>([])

  /// Starts knowing nothing; the database is asked once for each month.
  package init() {}

  /// Makes the partition of this time and of the month after it, unless they exist.
  ///
  /// `prepareAhead` has done so long before, so that no batch waits for it; this is for a service whose
  /// clock jumped. Runs in a transaction of its own, never inside the collector's.
  package func prepare(
    _ pool: ConnectionPool, nowMilliseconds: Int64
  ) throws {
    let month = Month(wallMilliseconds: nowMilliseconds)
    guard !known.withLock({ $0.contains(month) }) else { return }
    try make([month, month.next], pool)
  }

  /// Makes the partitions of this month and of those that follow, unless they exist.
  package func prepareAhead(_ pool: ConnectionPool, nowMilliseconds: Int64) throws {
    var months = [Month(wallMilliseconds: nowMilliseconds)]
    for _ in 0..<EventPartitions.monthsAhead { months.append(months[months.count - 1].next) }
    try make(months.filter { month in !known.withLock { $0.contains(month) } }, pool)
  }

  private func make(_ months: [Month], _ pool: ConnectionPool) throws {
    guard !months.isEmpty else { return }
    try pool.transaction { connection in
      try connection.query("SELECT pg_advisory_xact_lock(73021002)")
      for month in months where try !exists(month, connection) {
        try connection.execute(month.statement)
      }
    }
    known.withLock { $0.formUnion(months) }
  }

  /// Asked first, because even a statement that makes nothing would wait for those who write.
  private func exists(_ month: Month, _ connection: Connection) throws -> Bool {
    try connection.query(
      "SELECT to_regclass($1) IS NOT NULL AS found", [.text("\"event-\(month.text)\"")]
    ).first?.boolean("found") ?? false
  }
}

/// A calendar month in UTC, which is how receipts are filed.
package struct Month: Hashable, Sendable {
  /// The year, as 2026.
  package let year: Int
  /// 1 to 12.
  package let month: Int

  /// A month by its numbers.
  package init(year: Int, month: Int) {
    self.year = year
    self.month = month
  }

  /// The month of a time (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  package init(wallMilliseconds: Int64) {
    let days = Int(wallMilliseconds >= 0 ? wallMilliseconds / 86_400_000 : 0) + 719_468
    let era = days / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The month after.
  package var next: Month {
    month == 12 ? Month(year: year + 1, month: 1) : Month(year: year, month: month + 1)
  }

  /// `2026-11`.
  package var text: String { "\(year)-" + (month < 10 ? "0" : "") + "\(month)" }

  var statement: String {
    """
    CREATE TABLE "event-\(text)" PARTITION OF event
      FOR VALUES FROM ('\(text)-01 00:00:00+00') TO ('\(next.text)-01 00:00:00+00');

    """
  }
}
