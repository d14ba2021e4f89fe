/// The fleet as the template sees it.
struct FleetPage {
  let fleet: Fleet
  let text: PageText

  var values: [String: Any] {
    let silent = fleet.kiosks.filter { $0.isSilent && !$0.isRevoked }.count
    let branched = fleet.kiosks.filter { $0.branchOf != nil }.count
    let quarantined = fleet.kiosks.reduce(0) { $0 + $1.quarantined }
    return [
      "title": text.texts(.fleetTitle), "isFleet": true,
      "figures": figures, "kiosks": fleet.kiosks.map(kiosk), "isEmpty": fleet.kiosks.isEmpty,
      "hasKiosks": !fleet.kiosks.isEmpty,
      "silent": silent == 0
        ? "" : text.texts(.silentNotice, ["n": text.number(Int64(silent))]),
      "hasSilent": silent > 0,
      "quarantine": quarantined == 0
        ? "" : text.texts(.quarantineNotice, ["n": text.number(quarantined)]),
      "hasQuarantine": quarantined > 0,
      "branched": branched == 0
        ? "" : text.texts(.branchNotice, ["n": text.number(Int64(branched))]),
      "hasBranched": branched > 0,
      "centres": fleet.centres.map(centre), "sum": sum,
    ]
  }

  private var figures: [String: Any] {
    [
      "kiosks": text.number(Int64(fleet.kiosks.count)),
      "centres": text.number(Int64(fleet.centres.count)),
      "turns": text.number(fleet.centres.reduce(0) { $0 + $1.turns }),
      "people": text.number(fleet.centres.reduce(0) { $0 + $1.people }),
      "certificates": text.number(fleet.centres.reduce(0) { $0 + $1.certificates }),
      "waiting": text.number(fleet.kiosks.reduce(0) { $0 + $1.waiting }),
    ]
  }

  private func kiosk(_ kiosk: Fleet.Kiosk) -> [String: Any] {
    let (word, look, icon) = state(kiosk)
    return [
      "centre": kiosk.centre, "name": kiosk.name, "log": kiosk.log,
      "shortLog": String(kiosk.log.prefix(8)),
      "heard": kiosk.heardMilliseconds.map(text.time) ?? text.texts(.never),
      "ago": kiosk.heardMilliseconds.map(text.ago) ?? "",
      "size": text.number(kiosk.size), "stored": text.number(kiosk.stored),
      "waiting": text.number(kiosk.waiting), "hasWaiting": kiosk.waiting > 0,
      "version": kiosk.version ?? "–", "clock": text.clock(kiosk.clockQuality),
      "state": word, "look": look, "icon": icon, "lineage": lineage(kiosk),
    ]
  }

  /// From which log this one branched, and which branched from it; the pages show the first digits.
  private func lineage(_ kiosk: Fleet.Kiosk) -> [String] {
    var lines: [String] = []
    if let parent = kiosk.branchOf {
      let values = ["log": String(parent.prefix(8)), "n": text.number(kiosk.fork ?? 0)]
      lines.append(text.texts(.branchOf, values))
    }
    if !kiosk.branches.isEmpty {
      let logs = kiosk.branches.map { String($0.prefix(8)) }.joined(separator: ", ")
      lines.append(text.texts(.branchInto, ["logs": logs]))
    }
    return lines
  }

  private func state(_ kiosk: Fleet.Kiosk) -> (String, String, String) {
    if kiosk.isRevoked { return (text.texts(.stateRevoked), "error", "cross") }
    if kiosk.heardMilliseconds == nil { return (text.texts(.stateNever), "attention", "attention") }
    if kiosk.isSilent { return (text.texts(.stateSilent), "attention", "attention") }
    if kiosk.waiting > 0 { return (text.texts(.stateWaiting), "active", "send") }
    return (text.texts(.stateComplete), "success", "tick")
  }

  private func centre(_ centre: Fleet.Centre) -> [String: Any] {
    [
      "code": centre.code, "name": centre.name, "turns": text.number(centre.turns),
      "people": text.number(centre.people), "sessions": text.number(centre.sessions),
      "certificates": text.number(centre.certificates),
      "hasCertificates": centre.certificates > 0,
    ]
  }

  private var sum: [String: Any] {
    [
      "turns": text.number(fleet.centres.reduce(0) { $0 + $1.turns }),
      "people": text.number(fleet.centres.reduce(0) { $0 + $1.people }),
      "sessions": text.number(fleet.centres.reduce(0) { $0 + $1.sessions }),
      "certificates": text.number(fleet.centres.reduce(0) { $0 + $1.certificates }),
    ]
  }
}
