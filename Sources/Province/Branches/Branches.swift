package import Evidence
import Glibc
import HTTP

/// Lets a kiosk go on under another log name where two histories stand under one: after its card was
/// restored or copied. Both histories stay, and what they have in common is stored and counted once.
package struct Branches: Sendable {
  /// The most logs that one key may have: the first and the most epochs that a kiosk opens.
  static let logsPerKey: Int64 = 65
  /// How often, and how long after one another, a branch on a stick is tried while the tables are behind.
  private static let mostTries = 60
  private static let pauseMicroseconds: UInt32 = 500_000

  let pool: ConnectionPool
  let keys: KeyRing
  let projector: Projector
  let clock: WallClock
  /// Called after each new branch; wakes the projector.
  let onCommit: @Sendable () -> Void

  /// Makes the use case over the shared database and keys.
  package init(
    pool: ConnectionPool, keys: KeyRing, projector: Projector, clock: WallClock,
    onCommit: @escaping @Sendable () -> Void = {}
  ) {
    self.pool = pool
    self.keys = keys
    self.projector = projector
    self.clock = clock
    self.onCommit = onCommit
  }

  /// The root of a log's tree of this size.
  /// - Throws: `Problem` 409 gap beyond the log's end.
  package func root(of log: LogID, at size: Int64) throws -> Digest {
    try pool.withConnection { connection in
      guard let stream = try Stream.find(log, connection) else { throw Problem.unknownToken }
      guard size <= stream.next else {
        throw Problem.gap(next: stream.next, root: stream.range.root, start: size)
      }
      return try stream.range(at: size, connection).root
    }
  }

  /// Takes a branch of the log `previous`; the same request gets the same answer.
  /// - Throws: `Problem`: 403 for a kiosk that was withdrawn, 409 for a log that cannot branch there, 422
  ///   for a wrong signature or root, 503 while the tables are behind.
  package func take(_ request: BranchRequest, of previous: LogID) throws -> BranchAnswer {
    // The certificate numbers in the answer must be all that ever came.
    try projector.catchUp(logsOf: previous)
    let answer = try pool.transaction { connection in
      try BranchStep(self, request, connection).run(of: previous)
    }
    onCommit()
    return answer
  }

  /// Takes a branch that was announced by stick, from where it parts from its parent.
  /// - Returns: the answer as the file to carry back, which is for the kiosk alone, and how much is common.
  /// - Throws: as `take`; `Problem` 409 also when the batches do not show where that is.
  func take(_ carried: CarriedBranch) throws -> (answer: [UInt8], common: Int64) {
    let request = carried.request
    let answer = try patiently {
      try projector.catchUp(logsOf: request.previous)
      return try pool.transaction { connection in
        try BranchStep(self, request, connection, carried: carried).run(of: request.previous)
      }
    }
    onCommit()
    return (try json(answer), answer.next)
  }

  /// A running service may be reading the same log into the tables: nobody who has come with a stick is sent
  /// away for that.
  private func patiently(_ body: () throws -> BranchAnswer) throws -> BranchAnswer {
    for _ in 1..<Self.mostTries {
      do {
        return try body()
      } catch let problem as Problem where problem.code == Problem.branchBusy.code {
        usleep(Self.pauseMicroseconds)
      }
    }
    return try body()
  }

  /// An answer as it travels.
  func json(_ answer: BranchAnswer) throws -> [UInt8] {
    try answer.json(signedBy: keys.province)
  }
}
