import Centre
import Evidence

/// The state of roots, status key and list as `provinced check` says it.
package struct TrustCheck {
  private let application: Application
  private let now: Int64

  /// Looks at an application's keys and tables.
  package init(_ application: Application) {
    self.application = application
    now = application.clock.seconds
  }

  /// One sentence each; what needs a person begins with a warning.
  package func lines() throws -> [Saying] {
    try roots() + [try statusKey(), try list(), try fill()] + (try ignored()) + (try waiting())
  }

  private func roots() throws -> [Saying] {
    let own = try application.keys.root()?.ed25519.publicKey
    return try application.keys.roots().roots.map { root in
      Saying(
        root.key == own ? .checkRootHere : .checkRootOffline,
        [
          "name": root.name, "fingerprint": root.key.fingerprint,
          "kinds": root.mldsa65 == nil ? "Ed25519" : "Ed25519 + ML-DSA-65",
          "day": Day(daysSince1970: root.notBeforeDay).ddMMyyyy,
        ])
    }
  }

  private func statusKey() throws -> Saying {
    switch try application.statusKeys.standing(atSeconds: now) {
    case .good(let until): Saying(.checkStatusKey, ["day": day(until)])
    case .ending(let until):
      Saying(.checkStatusKeyEnding, ["day": day(until), "days": (until - now) / 86_400])
    case .missing where try application.keys.root() != nil: Saying(.checkStatusKeyLater)
    case .missing: Saying(.checkNoStatusKey)
    }
  }

  private func list() throws -> Saying {
    guard let bundle = try application.bundles.bundle() else { return Saying(.checkNoList) }
    let time = bundle.list.issuedAtSeconds
    return Saying(
      now - time > 2 * StatusList.lifeSeconds ? .checkListOld : .checkList,
      [
        "time": "\(day(time)) \(TimeOfDay.text(wallMilliseconds: time * 1000))",
        "certificates": bundle.list.table.certificateCount,
        "revoked": bundle.list.table.revokedCount, "notices": bundle.notices.count,
      ])
  }

  /// Withdrawals are refused when it is full.
  private func fill() throws -> Saying {
    let bytes = try application.pool.withConnection { try BundleFill($0).byteCount }
    return Saying(
      bytes > BundleFill.limit / 2 ? .checkBundleFull : .checkBundle,
      ["bytes": bytes, "limit": BundleFill.limit])
  }

  /// Cancellations that do not count are a fault or an attack.
  private func ignored() throws -> [Saying] {
    let words = try application.pool.withConnection { try Cancellations.all($0).ignored }
    let lines = words.prefix(TrustCheck.ignoredLimit).map { word in
      Saying(.checkIgnored, ["log": word.log, "number": word.number])
    }
    let rest = words.count - lines.count
    return rest > 0 ? lines + [Saying(.checkIgnoredMore, ["count": rest])] : lines
  }

  /// The most of them that are named.
  private static let ignoredLimit = 20

  private func waiting() throws -> [Saying] {
    let counts = try application.pool.withConnection { connection in
      try connection.query(
        """
        SELECT (SELECT count(*) FROM kiosk WHERE requested IS NOT NULL AND revoked IS NULL) AS kiosks,
          (SELECT count(*) FROM notice WHERE bytes IS NULL) AS notices
        """
      ).first
    }
    guard let counts else { return [] }
    let (kiosks, notices) = (try counts.integer("kiosks"), try counts.integer("notices"))
    guard kiosks + notices > 0 else { return [] }
    return [Saying(.checkWaiting, ["kiosks": kiosks, "withdrawals": notices])]
  }

  private func day(_ seconds: Int64) -> String { Day(wallMilliseconds: seconds * 1000).ddMMyyyy }
}
