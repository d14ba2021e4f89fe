import Evidence
import HTTP

extension Puller {
  /// Who answers at a target's address.
  struct Met {
    /// The log that is kept there now, perhaps a branch of the one that was asked for.
    let target: Target
    let line: KioskLine
    /// How long it is.
    let size: Int64
  }

  /// Finds out which log is kept at the address. A kiosk that has branched is known by its new token, or
  /// shows its new name in its checkpoint while it still waits to be heard: then its announcement is
  /// taken here and answered.
  func meet(_ target: Target) throws -> Met {
    let line = try line(to: target)
    do {
      let (log, size) = try line.head()
      guard log != target.log else { return Met(target: target, line: line, size: size) }
      return try announce(log, target, line, size)
    } catch let error as PullError where error.code == 401 {
      for branch in try branches(of: target.log) {
        let target = Target(log: branch, url: target.url)
        let line = try self.line(to: target)
        guard let (log, size) = try? line.head(), log == branch else { continue }
        return Met(target: target, line: line, size: size)
      }
      throw error
    }
  }

  /// Hands the latest receipt over, from which a kiosk that keeps another history learns of this one.
  func showReceipt(to met: Met) {
    guard let receipt = try? collector.receipt(log: met.target.log) else { return }
    try? met.line.send(receipt: receipt)
  }

  private func announce(
    _ log: LogID, _ target: Target, _ line: KioskLine, _ size: Int64
  ) throws -> Met {
    let fork = try fork(target.log, line, size)
    guard let bytes = try line.branch(fork: fork), let request = try? BranchRequest(json: bytes),
      request.log == log
    else {
      throw PullError(
        operation: "branch", code: 0, message: "the kiosk keeps the log \(log) and announces none")
    }
    try line.send(branch: try branches.json(try branches.take(request, of: target.log)))
    let branch = Target(log: log, url: target.url)
    return Met(target: branch, line: try self.line(to: branch), size: size)
  }

  /// The largest size at which both trees are the same, by halves.
  private func fork(_ log: LogID, _ line: KioskLine, _ size: Int64) throws -> Int64 {
    var (low, high): (Int64, Int64) = (0, min(try stream(log).next, size))
    var probe = high
    while low < high {
      if try branches.root(of: log, at: probe) == line.root(at: probe) {
        low = probe
      } else {
        high = probe - 1
      }
      probe = low + (high - low + 1) / 2
    }
    return low
  }

  /// The branches of a log and theirs, the newest first.
  private func branches(of log: LogID) throws -> [LogID] {
    try pool.withConnection { connection in
      try connection.query(
        """
        WITH RECURSIVE branch (id, log) AS (
          SELECT id, log FROM stream WHERE log = $1
          UNION ALL SELECT s.id, s.log FROM stream s JOIN branch b ON s.parent = b.id)
        SELECT log FROM branch WHERE log <> $1 ORDER BY id DESC LIMIT \(Branches.logsPerKey)
        """, [.bytes(log.bytes)]
      ).map { try LogID(bytes: try $0.bytes("log")) }
    }
  }
}
