import Centre
import Evidence
import Store
import Synchronization

extension Desk {
  /// What the kiosk knows about its own health; asks no disk.
  package var health: Health {
    Health(
      damage: damage.withLock { $0 },
      canSave: !hasFailedToSave.withLock { $0 } && !disk.isFull,
      isClockTrusted: clock.read().quality.isTrusted)
  }

  /// Checks the database and keeps what it finds for `health`. Takes seconds on a long log, so the
  /// application calls it on a thread of its own after start.
  /// - Returns: what was found.
  @discardableResult
  package func checkStore() throws -> [String] {
    let problems = try store.quickCheck()
    damage.withLock { $0 = problems }
    return problems
  }

  /// Runs a write and remembers whether the disk took it, so that the screen can say so. On a disk that
  /// was found full nothing is recorded until there is room again.
  /// - Parameter isUpkeep: what the last room is kept for: deleting, signing in, the end of a print.
  @discardableResult
  func saving<Result>(isUpkeep: Bool = false, _ body: () throws -> Result) throws -> Result {
    guard isUpkeep || disk.takesRecords else { throw Self.diskFull }
    do {
      let result = try body()
      note(hasFailed: false)
      return result
    } catch let error as StoreError {
      if error.isDiskFull || error.isReadOnly { note(hasFailed: true) }
      throw error
    }
  }

  /// The first screen says whether records are taken.
  private func note(hasFailed: Bool) {
    let hasChanged = hasFailedToSave.withLock { known in
      defer { known = hasFailed }
      return known != hasFailed
    }
    if hasChanged { screens.publishIdle() }
  }

  /// Looks at the disk, and lets the screens say that records are taken again once they are; called
  /// from time to time.
  package func watchDisk() {
    guard disk.restore(), hasFailedToSave.withLock({ $0 }) else { return }
    try? saving { try store.trySaving() }
  }

  private static let diskFull = StoreError(
    operation: "save", cause: .diskFull, code: "disk-reserve",
    message: "The disk is full; what room is left is kept for deleting.")

  /// The result of `body`; nil when what it names does not exist.
  func ifFound<Result>(_ body: () throws -> Result) throws -> Result? {
    do {
      return try body()
    } catch StoreRefusal.notFound {
      return nil
    }
  }
}

extension ClockQuality {
  /// Whether a certificate may be dated by a clock of this quality.
  package var isTrusted: Bool { isClockSet }
}
