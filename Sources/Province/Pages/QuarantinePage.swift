import Evidence

/// The events that were set aside, as the template sees them.
struct QuarantinePage {
  let quarantine: Quarantine
  let text: PageText

  var values: [String: Any] {
    let isCut = quarantine.total > Int64(quarantine.entries.count)
    let shown = ["n": text.number(Int64(quarantine.entries.count))]
    return [
      "title": text.texts(.quarantineTitle), "isQuarantine": true,
      "isEmpty": quarantine.total == 0, "hasEntries": quarantine.total > 0,
      "total": text.texts(.quarantineTotal, ["n": text.number(quarantine.total)]),
      "groups": quarantine.groups.map(group), "entries": quarantine.entries.map(entry),
      "isCut": isCut, "more": text.texts(.quarantineMore, shown),
    ]
  }

  private func group(_ group: Quarantine.Group) -> [String: Any] {
    [
      "kind": group.kind ?? text.texts(.quarantineUnreadable), "isRead": group.kind != nil,
      "reason": group.reason, "count": text.number(group.count),
    ]
  }

  private func entry(_ entry: Quarantine.Entry) -> [String: Any] {
    [
      "centre": entry.centre, "log": entry.log.hex, "shortLog": String(entry.log.hex.prefix(8)),
      "seq": text.number(entry.seq), "kind": entry.kind ?? text.texts(.quarantineUnreadable),
      "isRead": entry.kind != nil, "reason": entry.reason,
      "since": entry.sinceMilliseconds.map(text.time) ?? "–",
      "program": entry.program ?? "–",
    ]
  }
}
