import HTTP
import Store
import Synchronization

/// The page "USB": the sticks that are mounted, writing the log to one, taking in what the province sent.
enum StickRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.stick, in: .transfers) { call in try draw(call) }
    routes.write(.stick, in: .transfers, start)
    routes.write(.cancelStick, in: .transfers) { call in
      call.desk.cancelStick()
      return call.leave(to: DeskPlace.stick.path(), .stickStopping)
    }
    routes.write(.takeStick, in: .transfers, take)
  }

  // MARK: What the forms do

  private static func start(_ call: DeskRequest) throws -> Response {
    let form = try call.form()
    let path = DeskPlace.stick.path()
    switch try call.desk.startStick(form.text("stick"), isAll: form["which"] == "all") {
    case .started: return call.leave(to: path)
    case .busy: return call.leave(to: path, .stickBusy)
    case .notThere: return try draw(call, alert: call.text(.stickNotThere))
    case .notEnrolled: return try draw(call, alert: call.text(.stickNotEnrolled))
    }
  }

  private static func take(_ call: DeskRequest) throws -> Response {
    guard let taken = try call.desk.takeFromStick(try call.form().text("stick")) else {
      return try draw(call, alert: call.text(.stickNotThere))
    }
    guard !taken.isEmpty else { return try draw(call, alert: call.text(.stickNothingThere)) }
    return try draw(call, taken: taken)
  }

  // MARK: The page

  private static func draw(
    _ call: DeskRequest, alert: String? = nil, taken: [(name: String, answer: IntakeAnswer)] = []
  ) throws -> Response {
    let balance = try call.desk.balance()
    let job = call.desk.stickJob.withLock { $0 }
    let isRunning = job?.isRunning ?? false
    let sticks = call.desk.sticks()
    var page = DeskPage("desk-stick", title: call.text(.stickTitle))
    page.values = [
      "href": DeskPlace.stick.path(), "cancelHref": DeskPlace.cancelStick.path(),
      "takeHref": DeskPlace.takeStick.path(),
      "waiting": call.text(
        .stickWaiting, ["count": call.number(balance.recorded - balance.confirmed)]),
      "last": last(call), "isEnrolled": balance.isEnrolled,
      "hasJob": job != nil, "job": job.map { values(call, $0) } ?? [:],
      "canStop": isRunning && call.mayWrite, "isIdle": !isRunning,
      "sticks": sticks.map { values(call, $0) }, "hasSticks": !sticks.isEmpty,
      "folders": call.desk.settings.usb.folders.joined(separator: ", "),
      "hasTaken": !taken.isEmpty, "taken": taken.map { row(call, $0.name, $0.answer) },
    ]
    page.alert = alert
    page.isLive = isRunning
    page.status = alert == nil ? .ok : .unprocessableContent
    page.back = (DeskPlace.transfers.path(), call.text(.transfersTitle))
    return call.answer(page)
  }

  private static func last(_ call: DeskRequest) -> String {
    guard let last = LastExport(data: call.desk.store.directory) else {
      return call.text(.stickNever)
    }
    return call.text(
      .stickLast,
      [
        "label": last.label, "moment": call.moment(last.atMilliseconds),
        "count": call.number(last.end - last.start),
      ])
  }

  private static func values(_ call: DeskRequest, _ stick: Stick) -> [String: Any] {
    [
      "path": stick.path, "label": stick.label, "isReadOnly": stick.isReadOnly,
      "room": call.text(.stickFree, ["free": size(call, stick.freeBytes)]),
      "isWritable": !stick.isReadOnly,
    ]
  }

  private static func row(
    _ call: DeskRequest, _ name: String, _ answer: IntakeAnswer
  ) -> [String: Any] {
    [
      "name": name, "what": call.phrase(answer.text.rawValue, answer.values) ?? "",
      "isGood": answer.isGood, "isBad": !answer.isGood,
    ]
  }

  // MARK: The writing

  private static func values(_ call: DeskRequest, _ job: StickJob) -> [String: Any] {
    var values = call.values(of: StateMark(job.phase))
    let isChecking = job.phase == .checking
    let counts = [
      "done": call.number(isChecking ? job.filesChecked : Int(job.eventsDone)),
      "all": call.number(isChecking ? job.files : Int(job.events)),
    ]
    let (meaning, advice) = words(call, job)
    values.merge([
      "label": call.text(.stickOn, ["label": job.label]),
      "progress": call.text(isChecking ? .stickProgressChecking : .stickProgressWriting, counts),
      "isRunning": job.isRunning,
      "done": isChecking ? job.filesChecked : Int(job.eventsDone),
      "all": max(1, isChecking ? job.files : Int(job.events)),
      "meaning": meaning, "advice": advice, "hasAdvice": !advice.isEmpty,
      "isDone": job.phase == .done,
      "started": call.text(.runStarted, ["moment": call.moment(job.startedMilliseconds)]),
    ]) { _, own in own }
    return values
  }

  /// What the state means, and what to do.
  private static func words(_ call: DeskRequest, _ job: StickJob) -> (String, String) {
    let counts = ["count": call.number(job.events), "files": call.number(job.files)]
    return switch job.phase {
    case .writing, .checking: (call.text(.stickRunningDo), "")
    case .done where job.events == 0: (call.text(.stickDoneNothing), call.text(.stickDoneDo))
    case .done: (call.text(.stickDoneText, counts), call.text(.stickDoneDo))
    case .cancelled: (call.text(.stickCancelledText), "")
    case .failed(let fault):
      (
        call.phrase("desk.stick.fault.\(fault.rawValue)") ?? fault.rawValue,
        call.phrase("desk.stick.fault.\(fault.rawValue)Do") ?? ""
      )
    }
  }

  /// "40 KB", "12 MB" or "7,4 GB", as sticks are sold.
  private static func size(_ call: DeskRequest, _ bytes: Int64) -> String {
    switch bytes {
    case ..<1_000_000: "\(call.number(bytes / 1_000)) KB"
    case ..<1_000_000_000: "\(call.number(bytes / 1_000_000)) MB"
    default: "\(call.hours(bytes / 100_000_000)) GB"
    }
  }
}
