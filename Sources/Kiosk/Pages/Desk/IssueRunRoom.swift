import Centre
import HTTP
import Store

/// Issuing to a whole class: a page that shows how far it is, brings itself up to date and can stop it.
enum IssueRunRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.issueRun, in: .certificates) { call in try CourseRoom.known(call, show) }
    routes.write(.issueRun, in: .certificates) { call in try CourseRoom.known(call, start) }
    routes.write(.stopIssueRun, in: .certificates) { call in
      try CourseRoom.known(call) { call, course in
        call.desk.cancelIssuing(course: course.code)
        return call.leave(to: DeskPlace.issueRun.path(course.code), .flashRunStopped)
      }
    }
  }

  private static func start(_ call: DeskRequest, _ course: Course) throws -> Response {
    let isPrinted = try call.form()["print"] == "yes"
    let list = DeskPlace.eligible.path(course.code)
    switch try call.desk.startIssuing(course: course.code, isPrinted: isPrinted) {
    case .started: return call.leave(to: DeskPlace.issueRun.path(course.code))
    case .nobody: return call.leave(to: list, .refusalNobodyEligible)
    case .refused(let refusal):
      return try EligibleRoom.show(call, course, alert: EligibleRoom.sentence(call, refusal))
    case .busy:
      let other = try call.desk.store.runningIssueRun()?.courseCode ?? course.code
      return call.leave(to: DeskPlace.issueRun.path(other), .refusalRunBusy)
    }
  }

  private static func show(_ call: DeskRequest, _ course: Course) throws -> Response {
    let list = DeskPlace.eligible.path(course.code)
    guard let run = try call.desk.store.issueRun(course: course.code) else {
      return Response.redirect(to: list)
    }
    let isRunning = run.state == .running
    var page = DeskPage("desk-issue-run", title: call.text(.runTitle))
    page.values = call.values(of: StateMark(run.state))
    let own: [String: Any] = [
      "course": course.title, "courseHref": DeskPlace.course.path(course.code),
      "issued": call.number(run.issued), "wanted": call.number(run.wanted),
      "done": run.issued + run.skipped, "all": run.wanted,
      "progress": call.text(
        .runProgress, ["issued": call.number(run.issued), "wanted": call.number(run.wanted)]),
      "skipped": call.text(.runSkipped, ["count": call.number(run.skipped)]),
      "hasSkipped": run.skipped > 0, "times": times(call, run), "meaning": meaning(call, run),
      "canStop": isRunning && call.mayWrite,
      "stopHref": DeskPlace.stopIssueRun.path(course.code), "isEnded": !isRunning,
      "hasIssued": run.issued > 0, "pdfHref": DeskPlace.classPDF.path(course.code),
      "listHref": list, "runHref": DeskPlace.issueRun.path(course.code),
      "isPrinted": run.isPrinted,
      "canGoOn": call.mayWrite && (run.state == .interrupted || run.state == .cancelled),
    ]
    page.values.merge(own) { _, own in own }
    page.isLive = isRunning
    page.back = (list, call.text(.eligibleTitle))
    return call.answer(page)
  }

  private static func times(_ call: DeskRequest, _ run: IssueRun) -> String {
    let started = ["moment": call.moment(run.startedMilliseconds)]
    guard let ended = run.endedMilliseconds else { return call.text(.runStarted, started) }
    return call.text(
      .runStartedEnded,
      ["start": call.moment(run.startedMilliseconds), "end": call.moment(ended)])
  }

  private static func meaning(_ call: DeskRequest, _ run: IssueRun) -> String {
    switch run.state {
    case .running: call.text(.runRunningDo)
    case .done where run.isPrinted && run.issued > 0: call.text(.runDonePrinted)
    case .done: call.text(.runDoneDo)
    case .cancelled: call.text(.runCancelledDo)
    case .refused: call.text(.runRefusedDo)
    case .interrupted: call.text(.runInterruptedDo)
    }
  }
}
