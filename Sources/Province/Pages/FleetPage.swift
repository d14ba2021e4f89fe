/// The fleet as the template sees it.
struct FleetPage {
  let fleet: Fleet
  let query: FleetQuery
  let rows: Int
  let text: PageText

  /// The disk use from which a kiosk's row shows it as a matter of concern.
  private static let diskAlarmPercent: Int64 = 85

  var values: [String: Any] {
    let found = query.rows(of: fleet)
    let part = query.part(found, rows)
    let troubled = fleet.kiosks.count { !$0.troubles.isEmpty }
    var values: [String: Any] = [
      "title": text.texts(.fleetTitle), "isFleet": true, "isEmpty": fleet.kiosks.isEmpty,
      "hasKiosks": !fleet.kiosks.isEmpty, "figures": figures(troubled: troubled),
      "kiosks": part.rows.map(kiosk), "hasRows": !part.rows.isEmpty, "columns": columns,
      "found": text.texts(.lookFound, ["n": text.number(Int64(found.count))]),
      "none": text.texts(query.isTroubleOnly && query.text.isEmpty ? .lookNoTrouble : .lookNone),
      "query": query.text, "hasQuery": !query.text.isEmpty, "isTroubleOnly": query.isTroubleOnly,
      "sort": query.sort.rawValue, "hasSort": query.sort != .state, "isReversed": query.isReversed,
      "allHref": query.address("/") { ($0.isTroubleOnly, $0.page) = (false, 1) },
      "troubleHref": query.address("/") { ($0.isTroubleOnly, $0.page) = (true, 1) },
      "clearHref": query.address("/") { ($0.text, $0.page) = ("", 1) },
      "allCount": text.number(Int64(fleet.kiosks.count)),
      "troubleCount": text.number(Int64(troubled)), "csvHref": csvHref,
      "jsonHref": query.address("/v1/kiosks.json") { $0.page = 1 },
    ]
    values.merge(notices) { own, _ in own }
    values.merge(Pager(query, "/", part.page, part.pages, text).values) { own, _ in own }
    return values
  }

  /// Excel that is set up in Vietnamese parts a line at semicolons.
  private var csvHref: String {
    let address = query.address("/v1/kiosks.csv") { $0.page = 1 }
    guard text.language == .vi else { return address }
    return address + (address.contains("?") ? "&" : "?") + "separator=semicolon"
  }

  private var notices: [String: Any] {
    let silent = fleet.kiosks.count { $0.isSilent && !$0.isRevoked && !$0.isBranched }
    let branched = fleet.kiosks.count { $0.troubles.contains("branch") }
    let quarantined = fleet.kiosks.reduce(0) { $0 + $1.quarantined }
    return [
      "silent": text.texts(.silentNotice, ["n": text.number(Int64(silent))]),
      "hasSilent": silent > 0,
      "quarantine": text.texts(.quarantineNotice, ["n": text.number(quarantined)]),
      "hasQuarantine": quarantined > 0,
      "branched": text.texts(.branchNotice, ["n": text.number(Int64(branched))]),
      "hasBranched": branched > 0,
    ]
  }

  private func figures(troubled: Int) -> [String: Any] {
    [
      "kiosks": text.number(Int64(fleet.kiosks.count { !$0.isBranched })),
      "centres": text.number(Int64(fleet.centres.count)),
      "troubled": text.number(Int64(troubled)), "hasTroubled": troubled > 0,
      "waiting": text.number(fleet.kiosks.reduce(0) { $0 + $1.waiting }),
    ]
  }

  private var columns: [[String: Any]] {
    let names: [(FleetQuery.Sort, TextKey, Bool)] = [
      (.centre, .fleetCentre, false), (.state, .fleetState, false), (.heard, .fleetHeard, false),
      (.waiting, .fleetWait, true), (.clock, .fleetClock, false), (.disk, .lookDisk, false),
      (.version, .fleetVersion, false), (.bulletin, .lookBulletin, true),
    ]
    return names.map { sort, key, isNumber in
      let isHere = query.sort == sort
      let name = text.texts(key)
      return [
        "name": name, "isNumber": isNumber, "isSorted": isHere,
        "order": isHere && query.isReversed ? "descending" : "ascending",
        "arrow": isHere && query.isReversed ? "▲" : "▼",
        "hint": text.texts(.lookSortBy, ["column": name.lowercased()]),
        "href": query.address("/") {
          $0.isReversed = isHere && !query.isReversed
          ($0.sort, $0.page) = (sort, 1)
        },
      ]
    }
  }

  private func kiosk(_ kiosk: FleetKiosk) -> [String: Any] {
    let (word, look, icon) = state(kiosk)
    let troubles = kiosk.troubles.filter { $0 != kiosk.state.rawValue }.map(text.texts.trouble)
    var values: [String: Any] = [
      "centre": kiosk.centre, "name": kiosk.name, "log": kiosk.log,
      "shortLog": String(kiosk.log.prefix(8)), "unit": kiosk.unit ?? "",
      "hasUnit": kiosk.unit != nil && kiosk.unit != kiosk.name,
      "state": word, "look": look, "icon": icon, "troubles": troubles,
      "hasTroubles": !troubles.isEmpty,
      "heard": kiosk.heardMilliseconds.map(text.time) ?? text.texts(.never),
      "ago": kiosk.heardMilliseconds.map(text.ago) ?? "",
      "hasHeard": kiosk.heardMilliseconds != nil, "waiting": text.number(kiosk.waiting),
      "hasWaiting": kiosk.waiting > 0,
      "ofSize": text.texts(.lookOfSize, ["n": text.number(kiosk.size)]),
      "clock": text.clock(kiosk.clockQuality), "version": kiosk.version ?? "–",
      "lineage": lineage(kiosk),
    ]
    values.merge(disk(kiosk)) { own, _ in own }
    values.merge(bulletin(kiosk)) { own, _ in own }
    return values
  }

  /// From which log this one branched, and which branched from it; the pages show the first digits.
  private func lineage(_ kiosk: FleetKiosk) -> [String] {
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

  private func disk(_ kiosk: FleetKiosk) -> [String: Any] {
    guard let percent = kiosk.diskPercent else { return ["hasDisk": false, "disk": "–"] }
    return [
      "hasDisk": true, "disk": String(percent),
      "diskUsed": text.texts(.lookDiskUsed, ["n": String(percent)]),
      "isDiskHigh": percent >= FleetPage.diskAlarmPercent,
    ]
  }

  private func bulletin(_ kiosk: FleetKiosk) -> [String: Any] {
    let latest = fleet.bulletin ?? 0
    let isOld = kiosk.bulletin.map { $0 < latest } ?? false
    return [
      "bulletin": kiosk.bulletin.map(text.number) ?? "–", "isBulletinOld": isOld,
      "bulletinOld": text.texts(.lookBulletinOld, ["n": text.number(latest)]),
    ]
  }

  private func state(_ kiosk: FleetKiosk) -> (String, String, String) {
    switch kiosk.state {
    case .revoked: (text.texts(.stateRevoked), "error", "cross")
    case .branched: (text.texts(.stateBranched), "", "again")
    case .never: (text.texts(.stateNever), "attention", "attention")
    case .silent: (text.texts(.stateSilent), "attention", "attention")
    case .trouble: (text.texts(.stateTrouble), "attention", "attention")
    case .waiting: (text.texts(.stateWaiting), "active", "send")
    case .complete: (text.texts(.stateComplete), "success", "tick")
    }
  }
}

/// The line under a list that leads to its other pages.
struct Pager {
  let values: [String: Any]

  init(_ query: FleetQuery, _ path: String, _ page: Int, _ pages: Int, _ text: PageText) {
    values = [
      "hasPages": pages > 1,
      "pageOf": text.texts(.pageOf, ["page": String(page), "pages": String(pages)]),
      "hasPrevious": page > 1, "previous": query.address(path) { $0.page = page - 1 },
      "hasNext": page < pages, "next": query.address(path) { $0.page = page + 1 },
    ]
  }
}
