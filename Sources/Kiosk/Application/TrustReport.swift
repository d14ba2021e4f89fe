import Centre
import Evidence

/// What `kioskd trust show` prints: whom this kiosk believes, and how old its list is.
package struct TrustReport: Sendable {
  private let held: TrustFiles.Held

  /// The report of what is held.
  package init(_ held: TrustFiles.Held) {
    self.held = held
  }

  /// One line for each root, then the list, then the notices.
  package func text(_ texts: Texts, _ language: Language) -> String {
    func say(_ key: CommandText, _ values: [String: String]) -> String {
      key.text(texts, language, values)
    }
    var lines = held.trust.roots.roots.map { root in
      say(
        .trustRoot,
        [
          "name": root.name, "fingerprint": root.key.fingerprint,
          "day": Day(daysSince1970: root.notBeforeDay).ddMMyyyy,
        ])
    }
    if lines.isEmpty { lines.append(say(.trustNoRoot, [:])) }
    if let list = held.trust.list {
      let values = [
        "day": Day(daysSince1970: list.day).ddMMyyyy, "count": "\(list.table.certificateCount)",
        "revoked": "\(list.table.revokedCount)",
        "until": Day(wallMilliseconds: list.certificate.expires * 1_000).ddMMyyyy,
      ]
      lines.append(say(.trustList, values))
    } else {
      lines.append(say(.trustNoList, [:]))
    }
    if let damage = held.damage { lines.append(say(.trustDamaged, ["reason": damage])) }
    lines += held.trust.notices.map { notice in
      say(
        .trustNotice,
        [
          "device": notice.device, "count": "\(notice.goodCertificates.count)",
          "day": Day(wallMilliseconds: notice.issuedAtSeconds * 1_000).ddMMyyyy,
        ])
    }
    return lines.joined(separator: "\n")
  }
}
