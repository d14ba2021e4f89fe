import Centre
import Evidence
import Store

/// The first screen: the centre, the time, today's sessions, how far sending has come, warnings.
struct IdleScreen {
  let desk: Desk
  let texts: Texts
  let look: Look

  /// Sessions that fit on every screen.
  private static let mostSessions = 3

  /// The values of the template `door-idle`; `code` is what has been typed so far.
  func context(code: String) throws -> [String: Any] {
    let clock = desk.clock.read()
    let now = clock.wallMilliseconds
    let day = Day(wallMilliseconds: now)
    let health = desk.health
    let sessions = try desk.store.sessions(on: day).filter { !$0.isSelfStudy }
    let values: [String: Any] = [
      "saved": SavedLine.text(try desk.balance(), texts, look.language),
      "time": TimeOfDay.text(wallMilliseconds: now),
      "date": DayText.text(day, texts, look.language),
      "isClockUnset": clock.quality == .unset,
      "isClockFloor": clock.quality == .restoredFloor,
      "warnings": warnings(health),
      "hasSessions": !sessions.isEmpty,
      "sessions": rows(sessions),
      "hasMore": sessions.count > Self.mostSessions,
      "count": "\(max(0, sessions.count - Self.mostSessions))",
      "code": code,
      "seconds": "%",
    ]
    return values.merging(DoorFrame(settings: desk.settings, look: look).context) { own, _ in own }
  }

  private func rows(_ sessions: [Session]) -> [[String: Any]] {
    let order: [Session.State] = [.open, .planned, .closed]
    let sorted = order.flatMap { state in
      sessions.filter { $0.state == state }.sorted { $0.startMilliseconds < $1.startMilliseconds }
    }
    return sorted.prefix(Self.mostSessions).map { session in
      [
        "title": session.title,
        "from": TimeOfDay.text(wallMilliseconds: session.startMilliseconds),
        "to": TimeOfDay.text(wallMilliseconds: session.endMilliseconds),
        "hasPlace": !session.place.isEmpty,
        "place": session.place,
        "isOpen": session.state == .open,
        "state": texts.text(key(session.state), look.language),
      ]
    }
  }

  private func key(_ state: Session.State) -> TextKey {
    switch state {
    case .planned: .sessionPlanned
    case .open: .sessionOpen
    case .closed: .sessionClosed
    }
  }

  private func warnings(_ health: Health) -> [[String: Any]] {
    var warnings: [[String: Any]] = []
    if !health.canSave {
      warnings.append(warning("error", "cross", .cannotSave))
    }
    if !health.damage.isEmpty {
      warnings.append(warning("attention", "attention", .damageAdvice))
    }
    return warnings
  }

  private func warning(_ kind: String, _ icon: String, _ key: TextKey) -> [String: Any] {
    ["kind": kind, "icon": icon, "text": texts.text(key, look.language)]
  }
}
