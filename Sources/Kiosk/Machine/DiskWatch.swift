import Synchronization

/// Watches the room on the disk of the data directory.
///
/// A full disk must not end in a kiosk that can not even delete. So there is a reserve file. When a write
/// finds the disk full the reserve is given up, and from then on whatever adds records is refused at
/// once and plainly, while deleting, receipts and the database's housekeeping have room. When there is
/// room again for the reserve and a little more, it is made again and records are taken. May be used
/// from any thread.
package final class DiskWatch: Sendable {
  /// How the disk is.
  package enum State: Equatable, Sendable {
    /// There is room.
    case good
    /// There is room, but not for long.
    case nearlyFull
    /// There is none: records are refused.
    case full
  }

  /// So much room beyond the reserve is wanted before records are taken again: it must not run out with
  /// the first of them.
  static let marginBytes: UInt64 = 4 << 20

  private let reserve: DiskReserve
  private let alarmPercent: Int
  private let measure: @Sendable () -> DiskUsage?
  private let found = Mutex(false)

  /// Watches the disk of `directory`.
  convenience init(directory: String, limits: LimitSettings) {
    self.init(directory: directory, limits: limits) { DiskUsage(path: directory) }
  }

  /// - Parameter measure: how full the disk is, for tests.
  init(
    directory: String, limits: LimitSettings, measure: @escaping @Sendable () -> DiskUsage?
  ) {
    reserve = DiskReserve(directory: directory, bytes: limits.reserveBytes)
    alarmPercent = limits.diskAlarmPercent
    self.measure = measure
  }

  /// How full the disk is; nil when it cannot be asked.
  package var usage: DiskUsage? { measure() }

  /// Whether the disk was found full and has not been found roomy since; asks no disk.
  package var isFull: Bool { found.withLock { $0 } }

  /// How the disk is now.
  package var state: State {
    if isFull { return .full }
    return usage.map { $0.percent >= alarmPercent } ?? false ? .nearlyFull : .good
  }

  /// Keeps the room that is to be kept, as far as there is some; at the start, and from time to time.
  /// - Returns: whether records may be taken.
  @discardableResult
  package func restore() -> Bool {
    found.withLock { isFull in
      guard reserve.bytes > 0 else {
        // Without a reserve the next write itself tells.
        isFull = false
        return true
      }
      if reserve.isHeld, !isFull { return true }
      guard let usage = measure(), reserve.isHeld || hasRoom(usage) else { return !isFull }
      guard reserve.isHeld || (try? reserve.make()) != nil else { return !isFull }
      isFull = false
      return true
    }
  }

  /// A write found the disk full: gives the reserve up.
  package func noteFull() {
    found.withLock { isFull in
      isFull = true
      reserve.release()
    }
  }

  /// Whether records may be taken; looks at the disk again while it is full.
  package var takesRecords: Bool { !isFull || restore() }

  private func hasRoom(_ usage: DiskUsage) -> Bool {
    usage.freeBytes >= UInt64(reserve.bytes) + Self.marginBytes
  }
}
