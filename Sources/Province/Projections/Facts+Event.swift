import Evidence

extension Facts {
  /// Reads one stored line; what cannot be understood is noted with the reason, never lost.
  mutating func take(_ line: [UInt8], seq: Int64) {
    do {
      let event = try Event(line: line)
      clock = event.clock
      clocks.note(event)
      try take(event, EventFields(event))
    } catch {
      refused.append(Refused(line: line, seq: seq, error))
    }
  }

  private mutating func take(_ event: Event, _ fields: EventFields) throws(Misfit) {
    let family = event.kind.split(separator: ".").first ?? ""
    switch family {
    case "resident": try takeResident(event, fields)
    case "course": try takeCourse(event, fields)
    case "session": try takeSession(event, fields)
    case "visit": try takeVisit(event, fields)
    case "certificate": try takeCertificate(event, fields)
    // Facts about the machine and its users: kept in the ledger, counted nowhere.
    case "log", "user", "boot", "setting", "notice": break
    // Evidence for the centre; it changes no figure.
    case "consent": break
    case "clock": try clocks.take(event, fields)
    default: throw Misfit(reason: "unknown kind \(event.kind)")
    }
  }

  private mutating func takeResident(_ event: Event, _ fields: EventFields) throws(Misfit) {
    switch event.kind {
    case "resident.add": residents.append(try resident(event, fields))
    // The values are personal and stay at the centre; whether it is a guest does not.
    case "resident.edit": residentEdits.append(try resident(event, fields))
    case "resident.merge":
      merges.append(
        Merge(seq: event.seq, guest: try fields.text("r"), resident: try fields.text("y")))
    case "resident.unmerge":
      unmerges.append(Pointer(seq: event.seq, target: try earlier(event, fields)))
    case "resident.erase":
      erased.append(Erased(seq: event.seq, pseudonym: try fields.text("r")))
    default: throw Misfit(reason: "unknown kind \(event.kind)")
    }
  }

  private func resident(_ event: Event, _ fields: EventFields) throws(Misfit) -> Resident {
    let kind = fields.integerOrNil("g") ?? 0
    return Resident(
      seq: event.seq, pseudonym: try fields.text("r"), isGuest: kind == 1 || kind == 2,
      isHead: kind == 2)
  }

  private mutating func takeCourse(_ event: Event, _ fields: EventFields) throws(Misfit) {
    switch event.kind {
    case "course.add", "course.edit":
      courses.append(
        Course(
          seq: event.seq, code: try fields.text("c2"), programme: try fields.text("g"),
          title: try fields.text("x"), tenths: try fields.hoursTenths("h"),
          required: try fields.integer("n")))
    case "course.close": break
    default: throw Misfit(reason: "unknown kind \(event.kind)")
    }
  }

  private mutating func takeSession(_ event: Event, _ fields: EventFields) throws(Misfit) {
    switch event.kind {
    case "session.add", "session.edit":
      sessions.append(
        Session(
          seq: event.seq, code: try fields.text("s"), course: try fields.textOrNil("c2"),
          title: try fields.text("x"), day: try fields.integer("d"),
          starts: fields.integerOrNil("f"), ends: fields.integerOrNil("u"),
          tenths: try fields.hoursTenthsOrZero("h")))
    case "session.open":
      opened.append(
        Mark(seq: event.seq, code: try fields.text("s"), amount: event.clock.wallMilliseconds))
    case "session.close":
      closed.append(
        Mark(seq: event.seq, code: try fields.text("s"), amount: event.clock.wallMilliseconds))
    default: throw Misfit(reason: "unknown kind \(event.kind)")
    }
  }

  private mutating func takeVisit(_ event: Event, _ fields: EventFields) throws(Misfit) {
    switch event.kind {
    case "visit.in": visits.append(try visit(event, fields))
    case "visit.out": departures.append(try visit(event, fields))
    case "visit.undo":
      undos.append(Pointer(seq: event.seq, target: try earlier(event, fields)))
    default: throw Misfit(reason: "unknown kind \(event.kind)")
    }
  }

  /// The earlier event that this one takes back.
  private func earlier(_ event: Event, _ fields: EventFields) throws(Misfit) -> Int64 {
    let target = try fields.integer("i")
    guard target < event.seq else { throw Misfit(reason: "takes back a later event") }
    return target
  }

  private func visit(_ event: Event, _ fields: EventFields) throws(Misfit) -> Visit {
    Visit(
      seq: event.seq, resident: try fields.text("r"), session: try fields.text("s"),
      source: try fields.textOrNil("w") ?? "", clock: event.clock,
      toldMilliseconds: Self.told(fields))
  }

  /// When a visit began that staff entered later; nil where its clock tells it, and for a time that no
  /// calendar has.
  static func told(_ fields: EventFields) -> Int64? {
    fields.integerOrNil("a").flatMap { (0...253_402_300_799_999).contains($0) ? $0 : nil }
  }

  private mutating func takeCertificate(_ event: Event, _ fields: EventFields) throws(Misfit) {
    switch event.kind {
    case "certificate.issue":
      certificates.append(
        Certificate(
          seq: event.seq, number: try fields.text("n"), resident: try fields.text("r"),
          course: try fields.text("c2"), tenths: try fields.hoursTenths("h"),
          day: try fields.integer("d"), clock: event.clock))
    case "certificate.cancel":
      cancellations.append(
        Cancellation(
          seq: event.seq, target: try fields.integer("i"),
          reason: try fields.textOrNil("x") ?? "", replacement: fields.numberOrNil("y")))
    case "certificate.replace":
      guard let number = fields.numberOrNil("y") else {
        throw Misfit(reason: "field y is missing or not a certificate's number")
      }
      replacements.append(
        Replacement(seq: event.seq, target: try fields.integer("i"), number: number))
    // Who asked for a badge changes no figure.
    case "certificate.export": break
    case "certificate.print":
      prints.append(
        Mark(seq: event.seq, code: try fields.text("n"), amount: fields.integerOrNil("j") ?? 1))
    default: throw Misfit(reason: "unknown kind \(event.kind)")
    }
  }
}

extension Facts.Refused {
  /// Says why, and names the kind or the version that nobody here knows.
  init(line: [UInt8], seq: Int64, _ error: any Error) {
    let reason: String
    switch error {
    case let misfit as Misfit: reason = misfit.reason
    case let malformed as Malformed where malformed.code == "version":
      let version = (try? EventGlance(line: line))?.version
      reason = "unknown version \(version.map(String.init) ?? "of an event")"
    default: reason = "\(error)"
    }
    self.init(line: line, seq: seq, reason: reason)
  }

  /// A kiosk may call a kind what it likes, a zero character too; what is none is not kept.
  init(line: [UInt8], seq: Int64, reason: String) {
    let kind = (try? EventGlance(line: line))?.kind
    self.init(seq: seq, reason: reason, kind: kind.flatMap { Event.isKind($0) ? $0 : nil })
  }
}
