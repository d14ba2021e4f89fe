import Centre

/// What the check-in interface answers, as JSON. Times are wall milliseconds, hours are tenths.
struct AnswerJSON {
  let texts: Texts
  let hidesNames: Bool

  func object(_ answer: DeskAnswer) -> [UInt8] {
    switch answer {
    case .answer(let answer): return object(answer)
    case .unreadable(let reason):
      var json = JSONText()
      json.text("outcome", "unreadable")
      json.text("reason", String(reason.phraseKey.drop { $0 != "." }.dropFirst()))
      json.text("message", texts.phrase(reason, .standard))
      return json.object
    case .certificate(let judgement):
      var json = JSONText()
      json.text("outcome", "certificate")
      json.raw("certificate", VerificationReport(judgement).json)
      return json.object
    }
  }

  func object(_ answer: CheckInAnswer) -> [UInt8] {
    var json = JSONText()
    switch answer {
    case .welcome(let welcome): write(welcome, to: &json)
    case .alreadyIn(let already): write(already, to: &json)
    case .checkedOut(let out): write(out, to: &json)
    case .unknownBadge: json.text("outcome", "unknownBadge")
    case .chooseSession(let choices):
      json.text("outcome", "chooseSession")
      json.list("sessions", choices.map(object))
    }
    return json.object
  }

  private func write(_ welcome: Welcome, to json: inout JSONText) {
    json.text("outcome", "welcome")
    json.number("visit", welcome.visitId)
    json.number("seq", welcome.eventSeq)
    json.text("name", hidesNames ? nil : welcome.name)
    json.text("session", welcome.sessionCode)
    json.text("sessionTitle", welcome.sessionTitle)
    json.text("time", TimeOfDay.text(wallMilliseconds: welcome.atMilliseconds))
    json.number("atMilliseconds", welcome.atMilliseconds)
    json.number("hoursThisYearTenths", welcome.hoursThisYearTenths)
    json.number("visitsThisYear", Int64(welcome.visitsThisYear))
    guard let progress = welcome.progress else { return }
    var inner = JSONText()
    inner.text("course", progress.courseTitle)
    inner.number("attended", Int64(progress.attended))
    inner.number("required", Int64(progress.required))
    json.raw("progress", inner.object)
  }

  private func write(_ already: AlreadyIn, to json: inout JSONText) {
    json.text("outcome", "alreadyIn")
    json.number("visit", already.visitId)
    json.text("name", hidesNames ? nil : already.name)
    json.text("session", already.sessionCode)
    json.text("sessionTitle", already.sessionTitle)
    json.text("time", TimeOfDay.text(wallMilliseconds: already.sinceMilliseconds))
    json.number("sinceMilliseconds", already.sinceMilliseconds)
    json.number("outMilliseconds", already.outMilliseconds)
    json.number("hoursThisYearTenths", already.hoursThisYearTenths)
  }

  private func write(_ out: CheckedOut, to json: inout JSONText) {
    json.text("outcome", "checkedOut")
    json.number("visit", out.visitId)
    json.text("name", hidesNames ? nil : out.name)
    json.text("sessionTitle", out.sessionTitle)
    json.text("time", TimeOfDay.text(wallMilliseconds: out.atMilliseconds))
    json.number("atMilliseconds", out.atMilliseconds)
    json.number("hoursThisYearTenths", out.hoursThisYearTenths)
  }

  private func object(_ choice: SessionChoice) -> [UInt8] {
    var json = JSONText()
    json.text("session", choice.code)
    json.text("title", choice.title)
    json.text("place", choice.place)
    json.number("startMilliseconds", choice.startMilliseconds)
    json.number("endMilliseconds", choice.endMilliseconds)
    return json.object
  }
}
