import Evidence

/// What `provinced forward --status` prints.
package struct ForwardReport: Sendable {
  private static let mostLines = 100

  let pool: ConnectionPool
  let settings: Settings.ForwardSettings

  /// The lines: the store, how it goes, each log, and what is set aside.
  package func lines() throws -> [Saying] {
    try pool.withConnection { connection in
      let state = try ForwardLedger(connection: connection).state()
      return try head(state, connection) + logs(connection) + asides(state, connection)
    }
  }

  /// What `provinced check` says of the settings; what begins with a warning needs a person.
  package var checks: [Saying] {
    guard !settings.url.isEmpty else { return [Saying(.forwardOff)] }
    let host = settings.url.dropFirst("http://".count).prefix { $0 != ":" && $0 != "/" }
    let isOpen =
      settings.url.hasPrefix("http://") && !["127.0.0.1", "localhost"].contains(host)
      && !settings.user.isEmpty
    return [Saying(.forwardTo, ["url": settings.url])] + (isOpen ? [Saying(.forwardOpen)] : [])
  }

  private func head(_ state: ForwardState, _ connection: Connection) throws -> [Saying] {
    let isAtWork = try !connection.query(
      """
      SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = \(ForwardSession.lock)
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """
    ).isEmpty
    let accepted = state.accepted.map {
      Saying(.forwardAccepted, ["time": DateTimeText.utc(milliseconds: $0)])
    }
    return [
      settings.url.isEmpty
        ? Saying(.forwardStoreOff)
        : Saying(.forwardStore, ["url": settings.url, "version": settings.version]),
      Saying(isAtWork ? .forwardAtWork : .forwardNotRunning),
      accepted ?? Saying(.forwardNeverAccepted),
    ] + trouble(state)
  }

  private func trouble(_ state: ForwardState) -> [Saying] {
    guard let problem = state.problem else { return [] }
    let next = state.due.map {
      Saying(.forwardNext, ["time": DateTimeText.utc(milliseconds: $0)])
    }
    return [Saying(.forwardProblem, ["reason": problem, "count": state.failures])]
      + [next].compactMap { $0 }
  }

  private func logs(_ connection: Connection) throws -> [Saying] {
    try connection.query(
      """
      SELECT s.log, coalesce(f.next, s.fork, 0) AS next, p.next AS projected
      FROM stream s JOIN projection p ON p.stream = s.id LEFT JOIN forward f ON f.stream = s.id
      ORDER BY p.next - coalesce(f.next, s.fork, 0) DESC, s.id
      """
    ).map { row in
      let (next, projected) = (try row.integer("next"), try row.integer("projected"))
      return Saying(
        .forwardLog,
        [
          "log": Hex.encode(try row.bytes("log")), "forwarded": next,
          "waiting": max(0, projected - next),
        ])
    }
  }

  private func asides(_ state: ForwardState, _ connection: Connection) throws -> [Saying] {
    let lines = try connection.query(
      """
      SELECT s.log, a.seq, a.statement, a.reason FROM "forwardAside" a
      JOIN stream s ON s.id = a.stream ORDER BY a.since DESC, a.stream, a.seq LIMIT $1
      """, [.integer(Int64(ForwardReport.mostLines))]
    ).map { row in
      Saying(
        .forwardAside,
        [
          "log": Hex.encode(try row.bytes("log")), "seq": try row.integer("seq"),
          "statement": try row.text("statement"), "reason": try row.text("reason"),
        ])
    }
    return [Saying(.forwardAsides, ["count": state.aside])] + lines
  }
}
