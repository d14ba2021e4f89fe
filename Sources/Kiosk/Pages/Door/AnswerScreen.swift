import Centre
import HTTP

/// Turns what the desk answers into a screen.
struct AnswerScreen {
  let desk: Desk
  let pages: Pages
  let look: Look

  /// What the visitor sent, to be sent again with the session that the visitor chooses.
  struct Wish {
    var code: String?
    var resident: Int64?
    /// What somebody without a card sent.
    var guest: GuestScreen.Wish?
    var source: CheckInSource
    /// The session that has been chosen, where the screens were asking for it.
    var session: String?
    /// Whether the answer may lead to the resident's own page: this machine's own screen asked. The card
    /// must have been read as well; see `CheckInSource.isScan`.
    var isOnSite = false
  }

  /// More sessions than these are shown as a bar.
  private static let mostSteps = 12

  /// The screen for a scanned or typed code.
  func response(_ answer: DeskAnswer, wish: Wish) -> Response {
    switch answer {
    case .answer(let answer): response(answer, wish: wish)
    case .unreadable(let reason):
      result("door-unreadable", ["reason": pages.texts.phrase(reason, look.language)], isLong: true)
    case .certificate(let judgement):
      VerdictScreen(desk: desk, pages: pages, look: look).response(judgement)
    }
  }

  /// The screen for a check-in or a check-out.
  func response(_ answer: CheckInAnswer, wish: Wish) -> Response {
    switch answer {
    case .welcome(let welcome) where wish.guest != nil:
      result("door-guest-welcome", values(welcome, wish))
    case .welcome(let welcome): result("door-welcome", values(welcome, wish))
    case .alreadyIn(let already): result("door-already-in", values(already, wish), isLong: true)
    case .checkedOut(let out): result("door-checked-out", values(out, wish))
    case .unknownBadge: result("door-unknown", [:], isLong: true)
    case .chooseSession(let choices): choose(choices, wish: wish)
    }
  }

  /// The screen for "not me".
  func response(_ answer: UndoAnswer) -> Response {
    switch answer {
    case .undone: result("door-undone", [:])
    case .tooLate, .notFound: result("door-undo-late", [:], isLong: true)
    }
  }

  private func result(_ template: String, _ values: [String: Any], isLong: Bool = false) -> Response
  {
    let frame = DoorFrame(settings: desk.settings, look: look)
    return pages.render(
      template, frame.result(values, isDecision: isLong), language: look.language)
  }

  private func values(_ welcome: Welcome, _ wish: Wish) -> [String: Any] {
    var values = person(welcome.name, hours: welcome.hoursThisYearTenths)
    values["ownKey"] = ownKey(welcome.residentId, wish)
    values["isHead"] = wish.guest.map { !$0.isNamed }
    values["time"] = TimeOfDay.text(wallMilliseconds: welcome.atMilliseconds)
    values["session"] = welcome.sessionTitle
    values["visit"] = "\(welcome.visitId)"
    guard let progress = welcome.progress, progress.required > 0 else { return values }
    let left = max(0, progress.required - progress.attended)
    values["hasProgress"] = true
    values["attended"] = "\(progress.attended)"
    values["required"] = "\(progress.required)"
    values["left"] = "\(left)"
    values["isFull"] = left == 0
    values["hasSteps"] = progress.required <= Self.mostSteps
    values["steps"] = (0..<min(progress.required, Self.mostSteps)).map {
      ["isDone": $0 < progress.attended]
    }
    return values
  }

  private func values(_ already: AlreadyIn, _ wish: Wish) -> [String: Any] {
    var values = person(already.name, hours: already.hoursThisYearTenths)
    values["ownKey"] = ownKey(already.residentId, wish)
    values["time"] = TimeOfDay.text(wallMilliseconds: already.sinceMilliseconds)
    values["session"] = already.sessionTitle
    values["leavingVisit"] = "\(already.visitId)"
    if let out = already.outMilliseconds {
      values["hasLeft"] = true
      values["left"] = TimeOfDay.text(wallMilliseconds: out)
    }
    return values
  }

  private func values(_ out: CheckedOut, _ wish: Wish) -> [String: Any] {
    var values = person(out.name, hours: out.hoursThisYearTenths)
    values["ownKey"] = ownKey(out.residentId, wish)
    values["time"] = TimeOfDay.text(wallMilliseconds: out.atMilliseconds)
    values["session"] = out.sessionTitle
    return values
  }

  /// What opens the resident's own page, where the card was read and this machine shows the answer.
  private func ownKey(_ resident: Int64, _ wish: Wish) -> String? {
    guard wish.source.isScan, wish.isOnSite else { return nil }
    return desk.ownKey(resident: resident)
  }

  /// The name, unless the centre hides names or a guest has none, and the hours of the year.
  private func person(_ name: String, hours tenths: Int64) -> [String: Any] {
    var values: [String: Any] = ["hours": HoursText.text(tenths: tenths, look.language)]
    if !desk.settings.checkIn.hidesNames, !name.isEmpty {
      values["name"] = name
    }
    return values
  }

  private func choose(_ choices: [SessionChoice], wish: Wish) -> Response {
    var values = DoorFrame(settings: desk.settings, look: look).context
    values["source"] = wish.source.rawValue
    values["code"] = wish.code
    values["resident"] = wish.resident.map { "\($0)" }
    values["guest"] = wish.guest.map { guest in
      [
        "key": guest.key, "as": guest.isNamed ? "named" : "head", "name": guest.name,
        "village": guest.village,
      ]
    }
    values["sessions"] = choices.map { choice in
      [
        "sessionCode": choice.code, "title": choice.title,
        "from": TimeOfDay.text(wallMilliseconds: choice.startMilliseconds),
        "to": TimeOfDay.text(wallMilliseconds: choice.endMilliseconds),
        "hasPlace": !choice.place.isEmpty, "place": choice.place,
      ] as [String: Any]
    }
    return pages.render("door-choose", values, language: look.language)
  }
}
