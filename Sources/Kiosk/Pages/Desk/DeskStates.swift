import Centre
import Store

/// A state as the desk shows it: word, colour and icon together, so that it reads in greyscale.
struct StateMark {
  let word: DeskText
  /// The class of `style.css`: success, attention, error, active or nothing.
  let style: String
  /// The symbol of `icons.svg`.
  let icon: String

  /// Whether a session takes check-ins.
  init(_ state: Session.State) {
    switch state {
    case .planned: self.init(.sessionsPlanned, "", "calendar")
    case .open: self.init(.sessionsOpenState, "success", "enter")
    case .closed: self.init(.sessionsClosedState, "", "lock")
    }
  }

  /// Whether a certificate stands.
  init(_ certificate: Certificate) {
    switch certificate.state {
    case .issued: self.init(.certificatesGood, "success", "tick")
    case .cancelled where certificate.replacedBy != nil:
      self.init(.certificatesReplaced, "error", "undo")
    case .cancelled: self.init(.certificatesCancelled, "error", "cross")
    }
  }

  /// Whether a course still takes sessions.
  init(_ course: Course) {
    self =
      course.isClosed
      ? StateMark(.coursesClosed, "", "lock") : StateMark(.coursesOpen, "active", "book")
  }

  /// Where a print is.
  init(_ job: PrintJob) {
    switch job.state {
    case .waiting where !job.hasFailed: self.init(.certificateJobWaiting, "active", "clock")
    case .waiting: self.init(.certificateJobFailed, "attention", "attention")
    case .printing: self.init(.certificateJobPrinting, "active", "print")
    case .sent where job.fault != nil: self.init(.printsHeld, "attention", "attention")
    case .sent: self.init(.printsSent, "active", "print")
    case .done: self.init(.certificateJobDone, "success", "tick")
    case .abandoned where job.isCancelled: self.init(.printsCancelled, "", "delete")
    case .abandoned: self.init(.certificateJobAbandoned, "error", "cross")
    }
  }

  /// How far the issuing to a class came.
  init(_ state: IssueRun.State) {
    switch state {
    case .running: self.init(.runRunning, "active", "clock")
    case .done: self.init(.runDone, "success", "tick")
    case .cancelled: self.init(.runCancelled, "", "cross")
    case .refused: self.init(.runRefused, "error", "cross")
    case .interrupted: self.init(.runInterrupted, "attention", "attention")
    }
  }

  /// How far the writing of a stick is.
  init(_ phase: StickJob.Phase) {
    switch phase {
    case .writing: self.init(.stickWriting, "active", "clock")
    case .checking: self.init(.stickChecking, "active", "search")
    case .done: self.init(.stickSafe, "success", "tick")
    case .cancelled: self.init(.stickCancelled, "", "cross")
    case .failed: self.init(.stickFailed, "error", "cross")
    }
  }

  /// Whether a user may sign in.
  init(_ user: User) {
    self =
      user.isActive
      ? StateMark(.usersActive, "success", "tick") : StateMark(.usersInactive, "", "lock")
  }

  private init(_ word: DeskText, _ style: String, _ icon: String) {
    self.word = word
    self.style = style
    self.icon = icon
  }
}

extension DeskRequest {
  /// The values of the template `desk-state`.
  func values(of mark: StateMark) -> [String: Any] {
    ["state": text(mark.word), "stateName": mark.style, "stateIcon": mark.icon]
  }

  /// One line of a table of sessions.
  func row(of session: Session) -> [String: Any] {
    var row = values(of: StateMark(session.state))
    row["href"] = DeskPlace.session.path(session.code)
    row["title"] = session.title
    row["day"] = session.day.ddMMyyyy
    row["time"] = session.isSelfStudy ? text(.dash) : span(session)
    row["place"] = orDash(session.place)
    return row
  }

  /// One line of a table of certificates.
  func row(of certificate: Certificate) -> [String: Any] {
    var row = values(of: StateMark(certificate))
    row["href"] = DeskPlace.certificate.path(certificate.number)
    row["number"] = certificate.sheet.displayNumber
    row["holder"] = certificate.holderName
    row["birth"] = certificate.sheet.birthYear.map(String.init) ?? text(.dash)
    row["course"] = certificate.courseTitle
    row["hours"] = certificate.award == nil ? hours(certificate.hoursTenths) : text(.dash)
    row["issued"] = certificate.issuedDay.ddMMyyyy
    row["isCancelled"] = certificate.state == .cancelled
    row["cancelReason"] = certificate.cancelReason ?? ""
    row["isReplaced"] = certificate.replacedBy != nil
    row["replacedBy"] = certificate.replacedBy.map(display) ?? ""
    row["replacedByHref"] = certificate.replacedBy.map { DeskPlace.certificate.path($0) } ?? ""
    return row
  }

  /// A number as the paper words it: "02/GCN-TTHTCĐ".
  func display(_ number: String) -> String {
    CertificateNumber(number)?.display ?? number
  }
}
