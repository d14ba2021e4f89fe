import Centre
import HTTP
import Store

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
    var page = DeskPage("desk-prints", title: call.text(.printsTitle))
    page.values = [
      "waiting": ["jobs": waiting], "hasWaiting": !waiting.isEmpty,
      "sections": ended.isEmpty ? [] : sections, "printer": printer(call),
    ]
    return call.answer(page)
  }

  private static func isOpen(_ job: PrintJob) -> Bool {
    switch job.state {
    case .waiting, .printing, .sent: true
    case .done, .abandoned: false
    }
  }

  // MARK: The printer

  private static func printer(_ call: DeskRequest) -> [String: Any] {
    let report = call.desk.lookAtPrinter()
    let name = report?.name ?? "notAsked"
    return [
      "address": place(call),
      "what": call.phrase("desk.printer.\(name)") ?? name,
      "advice": call.phrase("desk.printer.\(name)Do") ?? "",
      "isBad": report?.isGood == false, "isGood": report?.isGood == true,
      "at": report.map { call.text(.printsAskedAt, ["moment": call.moment($0.atMilliseconds)]) }
        ?? "",
    ]
  }

  /// Where papers go, as a sentence.
  private static func place(_ call: DeskRequest) -> String {
    let address = call.desk.settings.printer.address
    let values = ["address": address]
    guard !address.isEmpty else { return call.text(.printsOwnFolder) }
    return call.text(address.hasPrefix("ipp") ? .printsAddress : .printsFolder, values)
  }

  // MARK: One job

  private static func row(_ call: DeskRequest, _ job: PrintJob) throws -> [String: Any] {
    var row = call.values(of: StateMark(job))
    let canRetry = job.state == .abandoned || job.state == .waiting && job.attempts > 0
    row["what"] = try name(call, job)
    row["asked"] = call.moment(job.createdMilliseconds)
    row["tries"] = call.text(.printsTries, ["count": call.number(job.attempts)])
    row["hasTries"] = job.attempts > 1
    row["canCancel"] = call.mayWrite && job.state == .waiting
    row["canRetry"] = call.mayWrite && canRetry
    row["cancelHref"] = DeskPlace.cancelPrint.path(String(job.id))
    row["retryHref"] = DeskPlace.retryPrint.path(String(job.id))
    return row
  }

  /// "01/GCN-TTHTCĐ – Đỗ Thị Hạnh", "40 giấy chứng nhận" or "Thẻ của 10 người".
  private static func name(_ call: DeskRequest, _ job: PrintJob) throws -> String {
    let count = ["count": call.number(job.items.count)]
    switch job.kind {
    case .cards: return call.text(.printsCards, count)
    case .test: return call.text(.printsTestPage)
    case .certificates:
      guard job.items.count == 1, let number = job.items[0].certificateNumber,
        let certificate = try call.desk.store.certificate(number: number)
      else { return call.text(.printsCertificates, count) }
      return "\(certificate.sheet.displayNumber) – \(certificate.holderName)"
    }
  }
}
