import Centre
import Evidence
import Paper
import Store
import Synchronization

extension Desk {
  /// The document of a queued print, in a file; cancelled certificates are left out.
  /// - Returns: nil when nothing is left.
  func document(of job: PrintJob) throws -> DraftFile? {
    switch job.kind {
    case .certificates:
      do {
        return try certificates(of: job, job.items)
      } catch let error as PaperError where error.isOfWords && job.items.count > 1 {
        return try certificates(of: job, try drawableItems(of: job))
      }
    case .cards:
      return try draft(try cardsPDF(residents: job.items.map(\.residentId)))
    case .test:
      return try draft(try testPagePDF())
    case .slip:
      return try draft(try closingSlipPDF(Day(wallMilliseconds: job.createdMilliseconds)))
    }
  }

  /// The certificates of a class that can be drawn. Each other one becomes a job of its own, which
  /// names it and says what is wrong, so that one paper does not hold up a class.
  private func drawableItems(of job: PrintJob) throws -> [PrintJob.Item] {
    try job.items.filter { item in
      guard let number = item.certificateNumber, let sheet = try sheet(for: item),
        try drawingFault(sheet) != nil
      else { return true }
      try saving {
        try store.setAside(certificate: number, ofPrintJob: job.id, now: clock.read())
      }
      return false
    }
  }

  private func certificates(of job: PrintJob, _ items: [PrintJob.Item]) throws -> DraftFile? {
    defer { printProgress.withLock { $0 = nil } }
    var rest = items[...]
    return try draft {
      while let item = rest.popFirst() {
        let pages = items.count - rest.count - 1
        printProgress.withLock {
          $0 = PrintProgress(job: job.id, pages: pages, all: items.count)
        }
        if let sheet = try self.sheet(for: item) { return sheet }
      }
      return nil
    }
  }

  private func draft(_ pdf: [UInt8]) throws -> DraftFile {
    let file = try DraftFile(in: draftFolder)
    try file.append(pdf)
    return file
  }

  /// Queues the cards of residents; nil when none of them exists.
  package func printCards(residents ids: [Int64]) throws -> Int64? {
    let known = try store.residents(ids: ids).map(\.id)
    guard !known.isEmpty else {
      return nil
    }
    let job = try saving { try store.enqueuePrint(cards: known, now: clock.read()) }
    wakePrinting.withLock { $0 }()
    return job
  }

  /// Takes a waiting print out of the queue; `false` when it waits no longer.
  /// - Throws: `StoreRefusal.notFound(.printJob)`.
  package func cancelPrint(_ id: Int64) throws -> Bool {
    try saving(isUpkeep: true) {
      try store.cancelPrintJob(id, nowMilliseconds: clock.nowMilliseconds)
    }
  }

  /// Lets a print that failed or was given up be tried now; `false` when there is nothing to try.
  /// - Throws: `StoreRefusal.notFound(.printJob)`.
  package func retryPrint(_ id: Int64) throws -> Bool {
    let isWaiting = try saving { try store.retryPrintJob(id) }
    if isWaiting { wakePrinting.withLock { $0 }() }
    return isWaiting
  }

  /// What the printer last said of itself, nil before its first answer. It is asked again soon, so
  /// that the next look is fresh.
  package func lookAtPrinter() -> PrinterReport? {
    isPrinterAsked.withLock { $0 = true }
    wakePrinting.withLock { $0 }()
    return printerReport.withLock { $0 }
  }

  private func sheet(for item: PrintJob.Item) throws -> CertificateSheet? {
    guard let number = item.certificateNumber,
      let certificate = try store.certificate(number: number), certificate.state == .issued,
      !certificate.isErased
    else {
      return nil
    }
    var sheet = certificate.sheet
    sheet.copyNumber = item.copyNumber
    return sheet
  }
}
