import Evidence
import HTTP

/// Lets a kiosk that was restored without its keys go on with its logs under a new key, by a code that was
/// made for that: the old device is withdrawn and may send nothing more, and what it had signed stays
/// verifiable. Works within the transaction of the enrolment.
struct Replacement {
  let withdrawals: Withdrawals
  let connection: Connection
  /// Wall milliseconds.
  let now: Int64

  /// Keeps the projector and the collector from all logs of a key until the transaction ends. To be called
  /// before a log is locked.
  /// - Throws: `Problem` 503 while the tables do not hold all that has come.
  func lock(logsOf key: PublicKey) throws {
    do {
      try withdrawals.waitForTables(of: key, connection)
    } catch is Refused {
      throw Problem.replacementBusy
    }
  }

  /// Puts `successor` in the place of the key of a log, in every log of that key.
  /// - Throws: `Problem` 403 for a key that was withdrawn, 409 for one that has logs of its own or when the
  ///   old one cannot be withdrawn.
  func run(_ stream: Stream, by successor: PublicKey) throws {
    guard try !Notices.isWithdrawn(successor, connection) else { throw Problem.revoked }
    let own = try connection.query(
      "SELECT 1 FROM stream WHERE key = $1 LIMIT 1", [.bytes(successor.bytes)])
    guard own.isEmpty else { throw Problem.replacementKey }
    try withdraw(stream)
    try connection.change(
      """
      UPDATE kiosk SET revoked = coalesce(revoked, $2), requested = NULL, request = NULL
      FROM stream WHERE stream.id = kiosk.stream AND stream.key = $1
      """, [.bytes(stream.key.bytes), .time(now)])
    try FormerKeys.replace(
      stream.key, by: successor, nowMilliseconds: now, connection)
  }

  /// A notice that was given out before stays as it is: it may leave out what came after a loss.
  private func withdraw(_ stream: Stream) throws {
    guard try !Notices.isWithdrawn(stream.key, connection) else { return }
    do {
      _ = try withdrawals.withdraw(stream, reason: "replaced", lost: nil, connection)
    } catch is Refused {
      throw Problem.replacementFull(stream.log)
    }
  }
}

extension Problem {
  static let replacementBusy = Problem(
    503, "replace-busy", title: "The old kiosk's events are still being read",
    detail:
      "Nothing has changed. Try again in a minute; if the old kiosk is still sending, withdraw"
      + " it first (provinced device withdraw --log LOG).",
    headers: ["Retry-After": "60"])

  static let replacementKey = Problem(
    409, "key-taken", title: "The key has a log of its own",
    detail: "Another log is enrolled with this kiosk's key, so that it replaces no other kiosk.")

  static func replacementFull(_ log: LogID) -> Problem {
    Problem(
      409, "replace-full", title: "The old kiosk cannot be withdrawn",
      detail: "Its certificates do not fit into a notice, and nothing has changed. More says:"
        + " provinced device withdraw --log \(log).")
  }

  static func codeForAnother(_ log: LogID, not own: LogID) -> Problem {
    Problem(
      403, "code-log", title: "The enrolment code is for another kiosk",
      detail: "The code lets a kiosk go on with log \(log), but this kiosk keeps log \(own)."
        + " Ask the province for a code for this one.")
  }
}
