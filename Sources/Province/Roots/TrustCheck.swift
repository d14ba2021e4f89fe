import Centre
import Evidence

/// The state of roots, status key and list in lines for `provinced check`.
package struct TrustCheck {
  private let application: Application
  private let now: Int64

  /// Looks at an application's keys and tables.
  package init(_ application: Application) {
    self.application = application
    now = application.clock.seconds
  }

  /// One line each; what needs a person begins with `WARNING`.
  package func lines() throws -> [String] {
    try roots() + [try statusKey(), try list(), try fill()] + (try ignored()) + (try waiting())
  }

  private func roots() throws -> [String] {
    let own = try application.keys.root()?.ed25519.publicKey
    return try application.keys.roots().roots.map { root in
      let place = root.key == own ? "on this machine" : "kept offline"
      let kinds = root.mldsa65 == nil ? "Ed25519" : "Ed25519 and ML-DSA-65"
      let day = Day(daysSince1970: root.notBeforeDay).ddMMyyyy
      return "root: \(root.name), fingerprint \(root.key.fingerprint), \(kinds), from \(day), "
        + place
    }
  }

  private func statusKey() throws -> String {
    switch try application.statusKeys.standing(atSeconds: now) {
    case .good(let until): return "status key: certified until \(day(until))"
    case .ending(let until):
      return "WARNING: the status key ends on \(day(until)), in \((until - now) / 86_400) days. "
        + TrustCheck.remedy
    case .missing where try application.keys.root() != nil:
      return "status key: none yet; provinced serve makes it at its first start"
    case .missing:
      return "WARNING: no status key is certified: no list can be published. \(TrustCheck.remedy)"
    }
  }

  private func list() throws -> String {
    guard let bundle = try application.bundles.bundle() else { return "status list: none yet" }
    let time = bundle.list.issuedAtSeconds
    let line =
      "of \(day(time)) \(TimeOfDay.text(wallMilliseconds: time * 1000)), "
      + "\(bundle.list.table.certificateCount) certificates, "
      + "\(bundle.list.table.revokedCount) cancelled, \(bundle.notices.count) kiosks withdrawn"
    let oldSeconds = 2 * StatusList.lifeSeconds
    return now - time > oldSeconds
      ? "WARNING: the status list is old: \(line). Is provinced serve running?"
      : "status list: \(line)"
  }

  /// Withdrawals are refused when it is full.
  private func fill() throws -> String {
    let bytes = try application.pool.withConnection { try BundleFill($0).byteCount }
    let line = "\(bytes) of \(BundleFill.limit) bytes"
    return bytes > BundleFill.limit / 2
      ? "WARNING: the bundle fills up: \(line). Withdraw kiosks with --lost, so that notices stay short."
      : "bundle: \(line)"
  }

  /// Cancellations that do not count are a fault or an attack.
  private func ignored() throws -> [String] {
    let words = try application.pool.withConnection { try Cancellations.all($0).ignored }
    let lines = words.prefix(TrustCheck.ignoredLimit).map { word in
      "WARNING: ignored that log \(word.log) cancels \(word.number), which is another centre's."
    }
    return words.count > lines.count
      ? lines + ["WARNING: and \(words.count - lines.count) more of these"] : lines
  }

  /// The most of them that are named.
  private static let ignoredLimit = 20

  private func waiting() throws -> [String] {
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
    return [
      "WARNING: \(kiosks) kiosks and \(notices) withdrawals wait for the offline root. "
        + TrustCheck.remedy
    ]
  }

  private func day(_ seconds: Int64) -> String { Day(wallMilliseconds: seconds * 1000).ddMMyyyy }

  private static let remedy =
    "Run provinced root requests, have the offline root certify, then import."
}
