package import Evidence
import HTTP

/// What a kiosk says before it sends: `{"size","root","unacked","boot","mono","wall","version"}`, and how
/// it is.
package struct Greeting: Sendable {
  /// Events in the kiosk's log.
  package let size: Int64
  /// The root of its tree of that size.
  package let root: Digest
  /// Events for which it has no receipt.
  package let unacked: Int64
  /// Its boot counter.
  package let boot: Int64
  /// Its clock since that boot, in milliseconds.
  package let bootMilliseconds: Int64
  /// Its wall clock, which may be wrong.
  package let wallMilliseconds: Int64
  /// Its program's version.
  package let version: String
  /// How it is, as far as it says.
  package let condition: KioskCondition

  /// Reads the JSON document; each flaw is named.
  package init(json bytes: [UInt8]) throws(Problem) {
    let members = try JSONBody.object(bytes)
    size = try JSONBody.count("size", of: members)
    unacked = try JSONBody.count("unacked", of: members)
    boot = try JSONBody.count("boot", of: members)
    bootMilliseconds = try JSONBody.count("mono", of: members)
    wallMilliseconds = try JSONBody.count("wall", of: members)
    version = try JSONBody.text("version", of: members)
    guard version.utf8.count <= 100 else { throw JSONBody.flaw("version", "is too long") }
    guard let root = Digest(base64: try JSONBody.text("root", of: members)) else {
      throw JSONBody.flaw("root", "must be 32 bytes in base64")
    }
    self.root = root
    condition = KioskCondition(members)
  }
}

/// Answers greetings: where the province stands, and whether the kiosk may send now.
package struct Reception: Sendable {
  let pool: ConnectionPool
  let admission: Admission
  let clock: WallClock

  /// Makes a reception with its own plan of lanes.
  package init(pool: ConnectionPool, admission: Admission, clock: WallClock) {
    self.pool = pool
    self.admission = admission
    self.clock = clock
  }

  /// Where the province stands with a log.
  package struct Standing: Equatable, Sendable {
    /// The next event wanted.
    package let next: Int64
    /// The root of the tree before it.
    package let root: Digest
    /// The province's time.
    package let milliseconds: Int64
  }

  /// Notes the greeting and answers it.
  ///
  /// - Throws: `Problem` 409 when the kiosk's tree is not the one that it signed for here, 429 with
  ///   `Retry-After` when all lanes are taken.
  package func greet(_ greeting: Greeting, log: LogID) throws -> Standing {
    let now = clock.milliseconds()
    let stream = try pool.withConnection { connection in
      guard let stream = try Stream.find(log, connection) else { throw Problem.unknownToken }
      try note(greeting, stream, now, connection)
      if greeting.size <= stream.next {
        let root = try stream.range(at: greeting.size, connection).root
        guard root == greeting.root else { throw Problem.fork(size: greeting.size, root: root) }
      }
      return stream
    }
    try admit(stream.key, backlog: greeting.size - stream.next, size: greeting.size)
    return Standing(next: stream.next, root: stream.range.root, milliseconds: now)
  }

  /// Lets `backlog` events of a kiosk's log in, up to its end at `size`.
  ///
  /// - Throws: `Problem` 429 with `Retry-After` when all lanes are taken.
  package func admit(_ key: PublicKey, backlog: Int64, size: Int64) throws(Problem) {
    let decision = admission.admit(
      key, backlog: backlog, size: size, nowMilliseconds: clock.milliseconds())
    guard case .later(let seconds) = decision else { return }
    throw Problem(
      429, "later", title: "All places are taken",
      detail: "A place is kept for this kiosk in \(seconds) seconds. Come back then.",
      headers: ["Retry-After": String(seconds)])
  }

  /// Everything before `next` is here: who has no more gives its place back.
  package func release(_ key: PublicKey, upTo next: Int64) {
    admission.release(key, upTo: next, nowMilliseconds: clock.milliseconds())
  }

  private func note(
    _ greeting: Greeting, _ stream: Stream, _ now: Int64, _ connection: Connection
  ) throws(PostgresError) {
    try connection.change(
      """
      UPDATE kiosk SET greeted = coalesce(greeted, $2), heard = $2, size = $3, unacked = $4,
        version = $5, boot = $6, mono = $7, wall = $8, disk = $9, clock = $10, attention = $11,
        receipted = $12, epoch = $13, bulletin = $14
      WHERE stream = $1
      """,
      [
        .integer(stream.id), .time(now), .integer(greeting.size), .integer(greeting.unacked),
        .text(nfc(greeting.version)), .integer(greeting.boot),
        .integer(greeting.bootMilliseconds), .time(greeting.wallMilliseconds),
      ] + greeting.condition.columns)
  }
}
