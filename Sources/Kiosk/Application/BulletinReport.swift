import Centre
import Evidence

/// What `kioskd bulletin show` prints: which bulletin is held, and what it makes known.
package struct BulletinReport: Sendable {
  private let held: HeldBulletin?
  private let damage: String?

  /// The report of what lies in these files.
  /// - Throws: `FileError`, `Malformed`.
  package init(_ trust: TrustFiles) throws { (held, damage) = try trust.bulletin() }

  /// One line of facts, then one for each target and each announcement.
  package func text(_ texts: Texts, _ language: Language) -> String {
    func say(_ key: CommandText, _ values: [String: String] = [:]) -> String {
      key.text(texts, language, values)
    }
    if let damage { return say(.bulletinDamaged, ["reason": damage]) }
    guard let held else { return say(.bulletinNone) }
    let facts = say(
      .bulletinFacts,
      [
        "number": "\(held.sequence)", "province": held.province,
        "day": Day(wallMilliseconds: held.issuedAtSeconds * 1_000).ddMMyyyy,
        "units": "\(held.units.codeCount)", "devices": "\(held.devices.count)",
        "rubrics": "\(held.rubrics.count)", "targets": "\(held.targets.count)",
      ])
    let targets = held.targets.map { target -> String in
      let line = say(
        .bulletinTarget,
        [
          "what": target.model, "year": "\(target.year)", "percent": "\(target.percent)",
          "source": target.source,
        ])
      return target.isConfirmed ? line : say(.bulletinUnconfirmed, ["target": line])
    }
    let lines = held.announcements.map { item in
      say(
        .bulletinAnnouncement,
        [
          "title": item.title, "from": Day(daysSince1970: item.fromDay).ddMMyyyy,
          "to": Day(daysSince1970: item.toDay).ddMMyyyy,
        ])
    }
    return ([facts] + targets + lines).joined(separator: "\n")
  }
}
