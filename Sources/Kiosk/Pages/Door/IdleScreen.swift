import Centre
import Evidence
import Store

/// The first screen: the centre, the time, today's sessions, how far sending has come, warnings.
struct IdleScreen {
  let desk: Desk
  let texts: Texts
  let look: Look

  /// Sessions that fit on the largest screen, and beside notices.
  private static let mostSessions = (alone: 3, besideNotices: 2)

  /// The values of the template `door-idle`; `code` is what has been typed so far.
  func context(code: String) throws -> [String: Any] {
    let clock = desk.clock.read()
    let now = clock.wallMilliseconds
    let day = Day(wallMilliseconds: now)
    let health = desk.health
    let sessions = try desk.store.sessions(on: day).filter { !$0.isSelfStudy }
    let board = try NoticeBoardPart(desk: desk).context
    let hasNotices = board["hasNotices"] as? Bool ?? false
    let most = hasNotices ? Self.mostSessions.besideNotices : Self.mostSessions.alone
    let values: [String: Any] = [
      "saved": SavedLine.text(try desk.balance(), today: day, texts, look.language),
      "time": TimeOfDay.text(wallMilliseconds: now),
      "date": DayText.text(day, texts, look.language),
      "isClockUnset": clock.quality == .unset,
      "isClockFloor": clock.quality == .restoredFloor,
      "isOutOfService": !health.canSave,
      "warnings": warnings(health),
      "hasSessions": !sessions.isEmpty,
      "sessions": rows(sessions, most: most),
      "heartbeatSeconds": "\(desk.screen.intervalSeconds)",
      "rests": rests(sessions.count, most: most),
      "code": code,
      "seconds": "%",
      "cards": "%",
    ]
    return values.merging(board) { own, _ in own }
      .merging(DoorFrame(settings: desk.settings, look: look).context) { own, _ in own }
  }

  private func rows(_ sessions: [Session], most: Int) -> [[String: Any]] {
    let order: [Session.State] = [.open, .planned, .closed]
    let sorted = order.flatMap { state in
      sessions.filter { $0.state == state }.sorted { $0.startMilliseconds < $1.startMilliseconds }
    }
    return sorted.prefix(most).map { session in
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

  /// How many sessions are left out where one, two or three of them fit.
  private func rests(_ count: Int, most: Int) -> [[String: Any]] {
    (1...most).filter { $0 < count }.map {
      ["shown": "\($0)", "count": "\(count - $0)"]
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
    health.damage.isEmpty ? [] : [warning("attention", "attention", .damageAdvice)]
  }

  private func warning(_ kind: String, _ icon: String, _ key: TextKey) -> [String: Any] {
    ["kind": kind, "icon": icon, "text": texts.text(key, look.language)]
  }
}
