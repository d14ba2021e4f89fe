import Evidence

/// What `provinced forward --status` prints.
package struct ForwardReport: Sendable {
  private static let mostLines = 100

  let pool: ConnectionPool
  let settings: Settings.ForwardSettings

  /// The lines: the store, how it goes, each log, and what is set aside.
  package func lines() throws -> [String] {
    try pool.withConnection { connection in
      let state = try ForwardLedger(connection: connection).state()
      return try head(state, connection) + logs(connection) + asides(state, connection)
    }
  }

  /// What `provinced check` says of the settings; a line that begins with WARNING needs a person.
  package var checks: [String] {
    guard !settings.url.isEmpty else { return ["forward: off"] }
    let host = settings.url.dropFirst("http://".count).prefix { $0 != ":" && $0 != "/" }
    let isOpen =
      settings.url.hasPrefix("http://") && !["127.0.0.1", "localhost"].contains(host)
      && !settings.user.isEmpty
    return ["forward: to \(settings.url)"]
      + (isOpen
        ? ["WARNING: forward.url is not https: the password travels where others can read it"] : [])
  }

  private func head(_ state: ForwardState, _ connection: Connection) throws -> [String] {
    let time = { (value: Int64?) in
      value.map { DateTimeText.utc(milliseconds: $0) } ?? "never"
    }
    let store =
      settings.url.isEmpty
      ? "off (forward.url is empty)" : "\(settings.url), xAPI \(settings.version)"
    let isAtWork = try !connection.query(
      """
      SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = \(ForwardSession.lock)
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """
    ).isEmpty
    var lines = [
      "store: \(store)", "forwarder: \(isAtWork ? "at work" : "not running")",
      "last accepted: \(time(state.accepted))",
    ]
    if let problem = state.problem {
      lines.append("problem: \(problem) (\(state.failures) in a row)")
      lines.append("next attempt: \(time(state.due))")
    }
    return lines
  }

  private func logs(_ connection: Connection) throws -> [String] {
    try connection.query(
      """
      SELECT s.log, coalesce(f.next, s.fork, 0) AS next, p.next AS projected
      FROM stream s JOIN projection p ON p.stream = s.id LEFT JOIN forward f ON f.stream = s.id
      ORDER BY p.next - coalesce(f.next, s.fork, 0) DESC, s.id
      """
    ).map { row in
      let (next, projected) = (try row.integer("next"), try row.integer("projected"))
      return "\(Hex.encode(try row.bytes("log"))) \(next) events forwarded, "
        + "\(max(0, projected - next)) waiting"
    }
  }

  private func asides(_ state: ForwardState, _ connection: Connection) throws -> [String] {
    let lines = try connection.query(
      """
      SELECT s.log, a.seq, a.statement, a.reason FROM "forwardAside" a
      JOIN stream s ON s.id = a.stream ORDER BY a.since DESC, a.stream, a.seq LIMIT $1
      """, [.integer(Int64(ForwardReport.mostLines))]
    ).map { row in
      let log = Hex.encode(try row.bytes("log"))
      return "  \(log) event \(try row.integer("seq")), statement \(try row.text("statement")): "
        + (try row.text("reason"))
    }
    return ["set aside: \(state.aside)"] + lines
  }
}
