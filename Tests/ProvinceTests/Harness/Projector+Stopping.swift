@testable import Province

extension Projector {
  /// A projector that is asked to stop while it writes its first stretch.
  static func stopping(_ pool: ConnectionPool, chunkEvents: Int64) -> Projector {
    let stop = StopFlag()
    let clock = WallClock {
      stop.raise()
      return WallClock.system.milliseconds()
    }
    return Projector(pool: pool, chunkEvents: chunkEvents, clock: clock, stop: stop)
  }
}
