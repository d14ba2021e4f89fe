/// How the last attempts went.
struct ForwardState: Equatable {
  /// Failures in a row.
  let failures: Int
  /// The last one, in words.
  let problem: String?
  /// No attempt before this time.
  let due: Int64?
  /// Whether the store itself asked for the wait.
  let isOrdered: Bool
  /// When the store last took a statement.
  let accepted: Int64?
  /// How many statements are set aside.
  let aside: Int64

  /// The longest wait that can have been written down; a longer one means that the clock was set.
  private static let longestMilliseconds = RetryAfter.limitSeconds * 1000

  /// Milliseconds until an attempt is due; a hurried caller waits only where the store asked for it.
  func waitMilliseconds(isHurried: Bool, nowMilliseconds now: Int64) -> Int64 {
    guard let due, isOrdered || !isHurried else { return 0 }
    return due - now > ForwardState.longestMilliseconds ? 0 : max(0, due - now)
  }
}

extension ForwardLedger {
  /// Reads the state.
  func state() throws -> ForwardState {
    let row = try connection.query(
      """
      SELECT failures, problem, due, ordered, accepted,
        (SELECT count(*) FROM "forwardAside") AS aside FROM "forwardState"
      """
    ).first
    guard let row else {
      throw PostgresError(operation: "read", code: "", message: "forwardState has no row")
    }
    return ForwardState(
      failures: Int(try row.integer("failures")), problem: try row.optionalText("problem"),
      due: try row.optionalTime("due"), isOrdered: try row.boolean("ordered"),
      accepted: try row.optionalTime("accepted"), aside: try row.integer("aside"))
  }

  /// Writes down a failure and when to try again.
  func fail(_ problem: String, due: Int64, isOrdered: Bool) throws {
    try connection.change(
      """
      UPDATE "forwardState" SET failures = failures + 1, problem = $1, due = $2, ordered = $3
      """, [.text(problem), .time(due), .boolean(isOrdered)])
  }
}
