import Logging
import Synchronization

/// What the service does for the status list each minute: sees to its key, keeps certificates of replaced
/// kiosks good, publishes when that is due, then the bulletin that carries it, and says in the log, once
/// for each change, when the offline root is needed.
final class StatusRound: Sendable {
  private let publisher: StatusPublisher
  private let bulletins: BulletinPublisher
  private let status: StatusKeys
  private let late: LateCertificates
  private let clock: WallClock
  private let logger: Logger
  private let said = Mutex<StatusKeys.Standing?>(nil)

  init(
    publisher: StatusPublisher, bulletins: BulletinPublisher, status: StatusKeys,
    late: LateCertificates, clock: WallClock, logger: Logger
  ) {
    self.publisher = publisher
    self.bulletins = bulletins
    self.status = status
    self.late = late
    self.clock = clock
    self.logger = logger
  }

  func run() throws {
    let standing = try status.prepare(atSeconds: clock.seconds)
    report(standing)
    lookForLate()
    guard standing != .missing else { return }
    do {
      try publishList()
    } catch PublishError.rebuilding {
      // The projector is at it; the list that is given out stays good until then.
    }
    try publishBulletin()
  }

  /// A notice that has no room must not keep the list away.
  private func lookForLate() {
    do {
      let count = try late.look()
      if count > 0 {
        logger.info("certificates of replaced kiosks stay good", metadata: ["count": "\(count)"])
      }
    } catch {
      logger.warning("no notice for a replaced kiosk", metadata: ["error": "\(error)"])
    }
  }

  private func publishList() throws {
    guard let done = try publisher.publishIfDue() else { return }
    logger.info(
      "status list published",
      metadata: [
        "certificates": "\(done.certificates)", "revoked": "\(done.revoked)",
        "notices": "\(done.notices)", "bytes": "\(done.byteCount)",
      ])
  }

  private func publishBulletin() throws {
    guard let done = try bulletins.publishIfDue() else { return }
    logger.info(
      "bulletin published",
      metadata: [
        "number": "\(done.sequence)", "units": "\(done.units)",
        "announcements": "\(done.announcements)", "bytes": "\(done.byteCount)",
      ])
  }

  private func report(_ standing: StatusKeys.Standing) {
    let isNew = said.withLock { said in
      defer { said = standing }
      return said != standing
    }
    guard isNew else { return }
    switch standing {
    case .good: break
    case .ending(let until):
      let days = (until - clock.seconds) / 86_400
      logger.warning(
        "status key ends soon",
        metadata: ["days": "\(days)", "remedy": "provinced root requests, certify, import"])
    case .missing:
      logger.warning(
        "no status key is certified",
        metadata: ["remedy": "provinced root requests, certify, import"])
    }
  }
}
