import Centre
import HTTP
import Store
import Synchronization

/// The print queue: what waits, what became of the last prints, and how the printer is.
enum PrintRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.prints, in: .prints, page)
    routes.write(.cancelPrint, in: .prints) { call in
      try known(call) { id in
        try call.desk.cancelPrint(id) ? .flashPrintCancelled : .printsTooLate
      }
    }
    routes.write(.retryPrint, in: .prints) { call in
      try known(call) { id in
        try call.desk.retryPrint(id) ? .flashPrintRetried : .printsTooLate
      }
    }
  }

  /// Does something to the job of the address and leads back to the queue.
  private static func known(
    _ call: DeskRequest, _ act: (Int64) throws -> DeskText
  ) throws -> Response {
    guard let id = Int64(call.parameter), try call.desk.store.printJob(id: id) != nil else {
      return call.missing(.missingPrint)
    }
    return call.leave(to: DeskPlace.prints.path(), try act(id))
  }

  private static func page(_ call: DeskRequest) throws -> Response {
    let rows = try call.desk.store.printJobs().map { job in
      (isOpen: isOpen(job), values: try row(call, job))
    }
    let waiting = rows.filter(\.isOpen).map(\.values)
    let ended = rows.filter { !$0.isOpen }.map(\.values)
    let sections: [[String: Any]] = [
      ["heading": call.text(.printsEnded), "jobs": ended]
    ]
    let isAsking = call.desk.printerReport.withLock { $0 == nil }
    let place = PrinterRoom.place(call, try call.desk.printerChoice())
    var page = DeskPage("desk-prints", title: call.text(.printsTitle))
    page.values = [
      "waiting": ["jobs": waiting], "hasWaiting": !waiting.isEmpty,
      "sections": ended.isEmpty ? [] : sections, "printer": printer(call),
      "address": place,
    ]
    page.isLive = isAsking || !waiting.isEmpty
    return call.answer(page)
  }

  private static func isOpen(_ job: PrintJob) -> Bool {
    switch job.state {
    case .waiting, .printing, .sent: true
    case .done, .abandoned: false
    }
  }

  // MARK: The printer

  /// How the printer is, in words.
  static func printer(_ call: DeskRequest) -> [String: Any] {
    let report = call.desk.lookAtPrinter()
    let name = report?.name ?? "notAsked"
    return [
      "what": call.phrase("desk.printer.\(name)") ?? name,
      "advice": call.phrase("desk.printer.\(name)Do") ?? "",
      "isBad": report?.isGood == false, "isGood": report?.isGood == true,
      "at": report.map { call.text(.printsAskedAt, ["moment": call.moment($0.atMilliseconds)]) }
        ?? "",
    ]
  }

  // MARK: One job

  private static func row(_ call: DeskRequest, _ job: PrintJob) throws -> [String: Any] {
    var row = call.values(of: StateMark(job))
    let canRetry = job.state == .abandoned || job.hasFailed
    row["what"] = try name(call, job)
    row["asked"] = call.moment(job.createdMilliseconds)
    row["tries"] = call.text(.printsTries, ["count": call.number(job.attempts)])
    row["hasTries"] = job.attempts > 1
    row["canCancel"] = call.mayWrite && (job.state == .waiting || job.state == .sent)
    row["why"] = why(call, job)
    row["hasWhy"] = !why(call, job).isEmpty
    let progress = call.desk.printProgress.withLock { $0?.job == job.id ? $0 : nil }
    row["hasProgress"] = progress != nil
    row["pages"] = progress?.pages ?? 0
    row["all"] = progress?.all ?? 1
    row["drawn"] = call.text(
      .printsDrawn,
      [
        "pages": call.number(progress?.pages ?? 0), "all": call.number(progress?.all ?? 0),
      ])
    row["canRetry"] = call.mayWrite && canRetry
    row["cancelHref"] = DeskPlace.cancelPrint.path(String(job.id))
    row["retryHref"] = DeskPlace.retryPrint.path(String(job.id))
    return row
  }

  /// What keeps a job from coming out, in words; empty when nothing does.
  private static func why(_ call: DeskRequest, _ job: PrintJob) -> String {
    if job.state == .abandoned, job.message == PrintWorker.lost { return call.text(.printsLost) }
    guard isOpen(job) || job.state == .abandoned, let fault = job.fault else { return "" }
    let advice = call.phrase("desk.printer.\(fault)Do") ?? ""
    return "\(call.phrase("desk.printer.\(fault)") ?? fault) \(advice)"
  }

  /// "01/GCN-TTHTCĐ – Đỗ Thị Hạnh", "40 giấy chứng nhận" or "Thẻ của 10 người".
  private static func name(_ call: DeskRequest, _ job: PrintJob) throws -> String {
    let count = ["count": call.number(job.items.count)]
    switch job.kind {
    case .cards: return call.text(.printsCards, count)
    case .test: return call.text(.printsTestPage)
    case .slip: return call.text(.slipTitle)
    case .certificates:
      guard job.items.count == 1, let number = job.items[0].certificateNumber,
        let certificate = try call.desk.store.certificate(number: number)
      else { return call.text(.printsCertificates, count) }
      return "\(certificate.sheet.displayNumber) – \(certificate.holderName)"
    }
  }
}
