import Centre

// What the commands about kiosks say.
extension CommandWords {
  /// One kiosk of the fleet, its parts in columns.
  package func line(_ kiosk: FleetKiosk) -> String {
    let columns = [
      kiosk.log, kiosk.centre, state(of: kiosk), moment(kiosk.heardMilliseconds),
      self(.kiosksStored, ["count": kiosk.stored]),
      self(.kiosksWaiting, ["count": kiosk.waiting]), kiosk.version ?? "-", kiosk.name,
    ]
    return (columns + lineage(of: kiosk)).joined(separator: "  ")
  }

  /// How it stands with pulling one kiosk, in columns.
  package func line(_ entry: PullSchedule.Entry) -> String {
    let state =
      entry.failures == 0 ? self(.pullGood) : self(.pullFailed, ["count": entry.failures])
    let facts = self(
      .pullEntry,
      [
        "answered": moment(entry.succeededMilliseconds), "tried": moment(entry.triedMilliseconds),
        "due": moment(entry.dueMilliseconds), "events": entry.events, "bytes": entry.bytes,
      ])
    return [
      "\(entry.log)", state, facts, entry.url ?? self(.pullOwnLine), entry.name, entry.error ?? "",
    ].filter { !$0.isEmpty }.joined(separator: "  ")
  }

  /// In words as on the page, with what somebody should look at.
  private func state(of kiosk: FleetKiosk) -> String {
    let word = kiosk.state.rawValue
    let state = texts.phrase("state.\(word)") ?? word
    let troubles = kiosk.troubles.filter { $0 != word }.map(texts.trouble)
    return troubles.isEmpty ? state : "\(state) (\(troubles.joined(separator: ", ")))"
  }

  private func lineage(of kiosk: FleetKiosk) -> [String] {
    let parent = kiosk.branchOf.map { self(.branchOf, ["log": $0, "n": kiosk.fork ?? 0]) }
    let branches =
      kiosk.branches.isEmpty
      ? nil : self(.branchInto, ["logs": kiosk.branches.joined(separator: " ")])
    return [parent, branches].compactMap { $0 }
  }

  private func moment(_ milliseconds: Int64?) -> String {
    milliseconds.map {
      Day(wallMilliseconds: $0).iso + " " + TimeOfDay.text(wallMilliseconds: $0)
    } ?? self(.never)
  }
}

extension Texts {
  /// What somebody should look at, for its stable word.
  func trouble(_ word: String) -> String {
    phrase("fleet.trouble.\(word)") ?? self(.troubleOther, ["code": word])
  }
}
