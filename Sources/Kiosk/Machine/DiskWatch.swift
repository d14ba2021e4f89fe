import Synchronization

/// Watches the room on the disk of the data directory.
///
/// A full disk must not end in a kiosk that can not even delete. So there is a reserve file. When a write
/// finds the disk full the reserve is given up, and from then on whatever adds records is refused at
/// once and plainly, while deleting, receipts and the database's housekeeping have room. When there is
/// room again for the reserve and a little more, it is made again and records are taken. On a disk that
/// never had room for the reserve, a little room is enough. May be used from any thread.
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
  /// How full the disk is; a test says what it needs.
  let measure: Mutex<@Sendable () -> DiskUsage?>
  private let found: Mutex<Bool>

  /// Watches the disk of `directory`.
  init(directory: String, limits: LimitSettings) {
    let reserve = DiskReserve(directory: directory, bytes: limits.reserveBytes)
    self.reserve = reserve
    alarmPercent = limits.diskAlarmPercent
    measure = Mutex { DiskUsage(path: directory) }
    // It was full when the kiosk stopped: what room there is, is that of the reserve.
    found = Mutex(limits.reserveBytes > 0 && reserve.isGivenUp)
  }

  /// How full the disk is; nil when it cannot be asked.
  package var usage: DiskUsage? { measure.withLock { $0 }() }

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
        reserve.remove()
        isFull = false
        return true
      }
      if reserve.isHeld, !isFull { return true }
      guard let free = usage?.freeBytes else { return !isFull }
      let isMade =
        reserve.isHeld
        || free >= UInt64(reserve.bytes) + Self.marginBytes && (try? reserve.make()) != nil
      if isMade || !reserve.isGivenUp && free >= Self.marginBytes { isFull = false }
      return !isFull
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
}
