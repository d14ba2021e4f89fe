import Evidence
import HTTP

/// The one transaction of a branch.
struct BranchStep {
  private let branches: Branches
  private let request: BranchRequest
  private let connection: Connection
  private let carried: CarriedBranch?
  private let now: Int64

  /// - Parameter carried: what shows the place of the branch, where nobody could be asked for it.
  init(
    _ branches: Branches, _ request: BranchRequest, _ connection: Connection,
    carried: CarriedBranch? = nil
  ) {
    self.branches = branches
    self.request = request
    self.connection = connection
    self.carried = carried
    now = branches.clock.milliseconds()
  }

  func run(of previous: LogID) throws -> BranchAnswer {
    guard request.previous == previous else { throw Problem.branchOfAnother }
    guard let parent = try Stream.lock(previous, connection) else { throw Problem.unknownToken }
    guard request.isSigned(by: parent.key) else { throw Problem.branchSignature }
    guard try !isRevoked(parent) else { throw Problem.revoked }
    if let known = try Stream.find(request.log, connection) {
      guard known.key == parent.key else { throw Problem.branchTaken }
      return try answer(known)
    }
    try check(parent)
    let fork = try fork(from: parent)
    let receipt = fork == request.fork ? try receipt(parent) : nil
    try insert(parent, fork: fork, receipt: receipt)
    guard let child = try Stream.find(request.log, connection) else { throw Problem.branchTaken }
    try inherit(parent, child)
    return try answer(child)
  }

  /// Asked again behind the lock: a kiosk withdrawn meanwhile opens no new log.
  private func isRevoked(_ parent: Stream) throws -> Bool {
    let row = try connection.query(
      "SELECT revoked FROM kiosk WHERE stream = $1", [.integer(parent.id)]
    ).first
    return try row?.optionalTime("revoked") != nil || Notices.isWithdrawn(parent.key, connection)
  }

  private func check(_ parent: Stream) throws {
    guard request.fork <= parent.next else {
      throw Problem.gap(next: parent.next, root: parent.range.root, start: request.fork)
    }
    let root = try parent.range(at: request.fork, connection).root
    guard root == request.root else {
      throw Problem.root(
        "The first \(request.fork) events are not those of this log.", next: parent.next,
        root: parent.range.root)
    }
    let row = try connection.query(
      """
      SELECT count(*) AS logs,
        coalesce(sum(s.next - coalesce(p.next, 0)), 0)::bigint AS behind
      FROM stream s LEFT JOIN projection p ON p.stream = s.id WHERE s.key = $1
      """, [.bytes(parent.key.bytes)]
    ).first
    guard try row?.integer("logs") ?? 0 < Branches.logsPerKey else { throw Problem.branchLimit }
    guard try row?.integer("behind") == 0 else { throw Problem.branchBusy }
  }

  /// Where the logs part. A kiosk that asked was answered without a signature: when it was told too little, it
  /// would store again what is here already.
  private func fork(from parent: Stream) throws -> Int64 {
    if let carried { return try carried.fork(from: parent, origin: origin, connection) }
    let next = try parent.lines(
      from: request.fork, to: min(request.fork + 1, parent.next), connection)
    guard next.first.map({ Merkle.leafHash($0) }) != request.after else {
      throw Problem.branchTooLow
    }
    return request.fork
  }

  private var origin: String { logOrigin(provinceHost: branches.keys.host, log: request.log) }

  /// The province's word for the common part under the new name; nil when there is none.
  private func receipt(_ parent: Stream) throws -> String? {
    guard let text = request.checkpoint else { return nil }
    let verifier = try NoteVerifier(name: origin, kind: .ed25519, key: parent.key)
    guard let note = try? SignedNote(text: text),
      let checkpoint = try? Checkpoint(body: note.body),
      checkpoint == Checkpoint(origin: origin, size: request.fork, root: request.root),
      note.isSigned(by: verifier)
    else { throw Problem.branchCheckpoint }
    return try Receipt.issue(
      over: text, provinceName: branches.keys.host, key: branches.keys.province,
      timeSeconds: now / 1000
    ).text
  }

  /// What both have in common is counted in the branch from now on, unless an earlier branch of the same
  /// log counts it already.
  private func insert(_ parent: Stream, fork: Int64, receipt: String?) throws {
    let range = try parent.range(at: fork, connection)
    try connection.change(
      """
      INSERT INTO stream
        (log, centre, key, next, range, receipt, personal, parent, fork, reason, branched, counted)
      SELECT $2, centre, key, $3, $4, $5, least(personal, $3), id, $3, $6, $7, least(counted, $3)
      FROM stream WHERE id = $1
      """,
      [
        .integer(parent.id), .bytes(request.log.bytes), .integer(fork),
        .bytes(range.encoded()), .text(receipt), .text(request.reason.rawValue), .time(now),
      ])
    try connection.change(
      "UPDATE stream SET counted = greatest(counted, $2) WHERE id = $1",
      [.integer(parent.id), .integer(fork)])
  }

  /// The kiosk's row, and the personal values of the common part, so that every look-up finds them under
  /// the new log too. Of people who are erased there are none any more: only that they are, and what their
  /// tokens proved.
  private func inherit(_ parent: Stream, _ child: Stream) throws {
    let ids: [SQLValue] = [.integer(parent.id), .integer(child.id)]
    try connection.change("INSERT INTO projection (stream) VALUES ($1)", [.integer(child.id)])
    let token = branches.keys.kioskToken(log: child.log, code: try code(of: parent))
    try connection.change(
      """
      INSERT INTO kiosk (stream, name, code, token, certificate, companion, mldsa65, requested,
        enrolled, greeted, heard, url)
      SELECT $2, name, code, $3, certificate, companion, mldsa65, requested, enrolled, $4, $4, url
      FROM kiosk WHERE stream = $1
      """,
      ids + [.bytes(Evidence.sha256(Array(token.utf8)).bytes), .time(now)])
    try connection.change(
      "UPDATE kiosk SET requested = NULL, request = NULL WHERE stream = $1",
      [.integer(parent.id)])
    try connection.change(
      """
      INSERT INTO personal (stream, seq, field, salt, value)
      SELECT $2, seq, field, salt, value FROM personal WHERE stream = $1 AND seq < $3
      """, ids + [.integer(child.fork)])
    try connection.change(
      """
      INSERT INTO "erasedToken" (stream, seq, identity, proven)
      SELECT $2, seq, identity, proven FROM "erasedToken" WHERE stream = $1 AND seq < $3
      """, ids + [.integer(child.fork)])
    try Erasures.inherit(
      branch: child.id, from: parent.id, fork: child.fork, connection)
  }

  private func answer(_ child: Stream) throws -> BranchAnswer {
    let code = try code(of: child)
    let root = try child.range(at: child.fork, connection).root
    return BranchAnswer(
      log: child.log, next: child.fork, root: root,
      token: branches.keys.kioskToken(log: child.log, code: code),
      pullToken: branches.keys.pullToken(log: child.log, code: code),
      numbers: try BranchMemory.numbers(of: child.key, connection),
      erased: try BranchMemory.erased(in: child, connection),
      receipt: child.next == child.fork ? child.receipt : nil)
  }

  private func code(of stream: Stream) throws -> Digest {
    let row = try connection.query(
      "SELECT code FROM kiosk WHERE stream = $1", [.integer(stream.id)]
    ).first
    guard let row, let code = Digest(bytes: try row.bytes("code")) else {
      throw Problem.unknownToken
    }
    return code
  }
}
