internal import Evidence
internal import GRDB
internal import Synchronization

/// Lets concurrent writers share one synced commit, because a memory card syncs 20-50 times a second.
///
/// A caller that finds nobody writing leads: it runs all waiting closures in one transaction, each in
/// its savepoint, commits, wakes them, and hands the lead to the first of those who came meanwhile.
/// A closure that fails is rolled back alone; if the commit fails, all of the group get its error
/// and none of their work is kept.
final class GroupCommit: Sendable {
  /// The most closures in one transaction: bounds how long the last one waits.
  static let maximumGroup = 256

  private struct Queue {
    var waiting: [Ticket] = []
    var isLed = false
    var isClosed = false
  }

  private let pool: DatabasePool
  private let settings: StoreSettings
  private let queue = Mutex(Queue())
  private let head: Mutex<CompactRange>
  private let growth = Mutex<(@Sendable () -> Void)?>(nil)

  /// A queue before this pool's writer; `range` is the log as it stands.
  init(pool: DatabasePool, settings: StoreSettings, range: CompactRange?) {
    self.pool = pool
    self.settings = settings
    head = Mutex(range ?? CompactRange())
  }

  /// Sets what is called after each commit that made the log longer.
  func onGrowth(_ wake: (@Sendable () -> Void)?) {
    growth.withLock { $0 = wake }
  }

  /// Refuses all further work.
  func close() {
    queue.withLock { $0.isClosed = true }
  }

  /// How many callers stand in the queue now.
  var waitingCount: Int { queue.withLock { $0.waiting.count } }

  /// Runs `body` in a durable transaction and returns once it is on disk.
  func run<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) throws -> T {
    let result = Result<T>()
    let ticket = Ticket { transaction in result.set(try body(transaction)) }
    if try enter(ticket) || ticket.wait() == .lead { lead() }
    if let failure = ticket.failure { throw failure }
    return try result.get()
  }

  /// Queues a ticket; true when its caller leads.
  private func enter(_ ticket: Ticket) throws -> Bool {
    try queue.withLock { queue in
      guard !queue.isClosed else { throw GroupCommit.closed }
      queue.waiting.append(ticket)
      guard !queue.isLed else { return false }
      queue.isLed = true
      return true
    }
  }

  /// Writes one group, the leader's own ticket first in it, and passes the lead on.
  private func lead() {
    let group = queue.withLock { queue in
      let group = Array(queue.waiting.prefix(GroupCommit.maximumGroup))
      queue.waiting.removeFirst(group.count)
      return group
    }
    let hasGrown = commit(group)
    let next = queue.withLock { queue in
      queue.isLed = !queue.waiting.isEmpty
      return queue.waiting.first
    }
    next?.signal(.lead)
    for ticket in group.dropFirst() { ticket.signal(.finished) }
    if hasGrown { growth.withLock { $0 }?() }
  }

  /// Runs and commits a group; true when the log grew.
  private func commit(_ group: [Ticket]) -> Bool {
    do {
      return try pool.writeWithoutTransaction { db in try write(group, db) }
    } catch {
      for ticket in group { ticket.fail(error) }
      return false
    }
  }

  private func write(_ group: [Ticket], _ db: Database) throws -> Bool {
    let before = head.withLock { $0 }
    let transaction = Transaction(db: db, settings: settings, range: before)
    do {
      try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
      for ticket in group { try perform(ticket, transaction) }
      if transaction.range.size > before.size { try transaction.saveRange() }
      try db.cachedStatement(sql: "COMMIT").execute()
    } catch {
      if db.isInsideTransaction { try? db.rollback() }
      throw error
    }
    head.withLock { $0 = transaction.range }
    return transaction.range.size > before.size
  }

  /// Runs one closure in a savepoint. Throws only when the whole transaction is lost.
  private func perform(_ ticket: Ticket, _ transaction: Transaction) throws {
    let before = transaction.checkpoint()
    try transaction.run("SAVEPOINT work")
    do {
      try ticket.perform(in: transaction)
      try transaction.run("RELEASE work")
    } catch {
      ticket.fail(error)
      transaction.restore(before)
      guard transaction.db.isInsideTransaction else { throw error }
      try transaction.run("ROLLBACK TO work")
      try transaction.run("RELEASE work")
    }
  }

  private static let closed = StoreError(
    operation: "write", cause: .closed, code: "closed", message: "The store was closed.")

  /// Carries a closure's value from the leader's thread to its caller's.
  private final class Result<T: Sendable>: Sendable {
    private let value = Mutex<T?>(nil)

    func set(_ value: T) { self.value.withLock { $0 = value } }

    func get() throws -> T {
      guard let value = value.withLock({ $0 }) else { throw GroupCommit.closed }
      return value
    }
  }
}
