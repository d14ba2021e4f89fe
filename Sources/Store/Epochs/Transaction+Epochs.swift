internal import Centre
internal import Evidence
internal import Foundation
internal import GRDB

extension Transaction {
  /// How long a kiosk rests between two epochs of one reason.
  private static let restMilliseconds: Int64 = 3_600_000

  /// Opens an epoch; see `Store.openEpoch`.
  func openEpoch(
    reason: BranchReason, now: ClockReading, isResting: Bool
  ) throws -> Store.EpochOpening {
    let count: Int64 = try row("SELECT coalesce(max(number), 0) FROM epoch")?[0] ?? 0
    guard count < Epoch.limit else { return .tooMany }
    guard try !isResting || hasRested(reason, now: now) else { return .tooSoon }
    guard let old = try LogState.load(db)?.log else {
      throw StoreError(
        operation: "open an epoch", cause: .damaged, code: "log-state",
        message: "The log was never begun.")
    }
    let (log, ended) = (LogID.random(), range)
    let seq = try append(
      "log.epoch",
      [
        "e": .integer(count + 1), "pl": .text(old.hex), "ps": .integer(ended.size),
        "pr": .text(ended.root.base64), "w": .text(reason.rawValue),
      ], now: now)
    try run(
      """
      INSERT INTO epoch (number, log, size, root, receiptText, confirmedSize, reason, openSeq,
        openedMs, boot, bootMs)
      SELECT ?, ?, ?, ?, receiptText, confirmedSize, ?, ?, ?, ?, ? FROM syncState WHERE id = 1
      """,
      [
        count + 1, Data(old.bytes), ended.size, Data(ended.root.bytes), reason.rawValue, seq,
        now.wallMilliseconds, now.boot, now.bootMilliseconds,
      ])
    try run("UPDATE logState SET log = ? WHERE id = 1", [Data(log.bytes)])
    try run(
      """
      UPDATE syncState SET receiptText = NULL, nextAttemptMs = NULL, failures = 0, attention = NULL
      WHERE id = 1
      """)
    return .opened(log)
  }

  /// The wall clock may have been set in between; within one boot the time since then tells as well.
  private func hasRested(_ reason: BranchReason, now: ClockReading) throws -> Bool {
    let last = try row(
      "SELECT openedMs, boot, bootMs FROM epoch WHERE reason = ? ORDER BY number DESC LIMIT 1",
      [reason.rawValue])
    guard let last else { return true }
    let (wall, boot, since): (Int64, Int64, Int64) = (last[0], last[1], last[2])
    if boot == now.boot { return now.bootMilliseconds - since >= Self.restMilliseconds }
    return abs(now.wallMilliseconds - wall) >= Self.restMilliseconds
  }

  /// Notes where the newest log branched off; the first word holds.
  func noteFork(_ fork: Int64) throws {
    try run(
      """
      UPDATE epoch SET fork = min(?, size)
      WHERE fork IS NULL AND number = (SELECT max(number) FROM epoch)
      """, [fork])
  }

  /// Raises counters; see `Store.raiseNumbers`.
  func raiseNumbers(_ numbers: [String: Int64]) throws {
    for (register, last) in numbers {
      let parts = register.split(separator: "/")
      guard parts.count == 2, let centre = try? CentreCode(String(parts[0])),
        let year = Int(parts[1]), (1...999_998).contains(last)
      else { continue }
      try run(
        """
        INSERT INTO certificateFloor (centre, year, sequence) VALUES (?, ?, ?)
        ON CONFLICT (centre, year) DO UPDATE SET sequence = max(sequence, excluded.sequence)
        """, [centre.text, year, last])
    }
  }

  /// Takes the confirmed position back to `size` where it is beyond it. A receipt, which opening an epoch has
  /// put aside, is one of the new log and stays.
  func confirmAtMost(_ size: Int64) throws {
    let state = try row("SELECT confirmedSize, receiptText FROM syncState WHERE id = 1")
    guard let state else { return }
    let (confirmed, receipt): (Int64, String?) = (state[0], state[1])
    if confirmed > size, receipt == nil {
      let tree = try tree(at: size)
      try run(
        "UPDATE syncState SET confirmedSize = ?, confirmedRange = ? WHERE id = 1",
        [size, Data(tree.encoded())])
    }
    try run(
      "UPDATE syncState SET personalConfirmed = min(personalConfirmed, ?) WHERE id = 1", [size])
  }

  private func tree(at size: Int64) throws -> CompactRange {
    let mark: Data? = try row(
      "SELECT range FROM rangeMark WHERE size <= ? ORDER BY size DESC LIMIT 1", [size])?[0]
    var tree = try mark.map { try CompactRange(decoding: [UInt8]($0)) } ?? CompactRange()
    try Store.extend(&tree, to: size, db)
    return tree
  }
}
