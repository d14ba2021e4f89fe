import Paper
import Store
import Synchronization

extension Desk {
  /// The setting's name, in the configuration file and at the desk.
  static let printerSetting = "printer.address"

  /// Where papers go now: what was chosen at the desk, else what the configuration file says.
  package func printerChoice() throws -> PrinterChoice {
    if let chosen = try store.setting(Self.printerSetting) {
      return PrinterChoice(address: chosen, source: .desk)
    }
    return PrinterChoice(address: settings.printer.address, source: .file)
  }

  /// Prints elsewhere from now on: at an `ipp://` or `ipps://` address, or, for an empty one, into the
  /// kiosk's own folder; nil goes back to the configuration file. What waits is tried at once.
  ///
  /// A folder by its path can only be named in the configuration file: whoever signs in at the desk
  /// shall not write anywhere on the machine.
  package func choosePrinter(_ address: String?) throws -> PrinterChange {
    if let address, !address.isEmpty {
      guard address.utf8.count <= 400, address.hasPrefix("ipp://") || address.hasPrefix("ipps://"),
        (try? PrinterAddress(address)) != nil
      else { return .invalid }
    }
    try saving {
      try store.setSetting(Self.printerSetting, address, now: clock.read())
      try store.retryWaitingPrintJobs()
    }
    printerReport.withLock { $0 = nil }
    isPrinterAsked.withLock { $0 = true }
    wakePrinting.withLock { $0 }()
    return .chosen
  }

  /// Looks for printers in the background; a page that asks again sees what was found.
  package func searchPrinters() {
    printerSearch.withLock { $0.isRunning = true }
    wakePrinterSearch.withLock { $0 }()
  }

  /// Queues a test page.
  package func printTestPage() throws {
    try saving { try store.enqueueTestPage(now: clock.read()) }
    wakePrinting.withLock { $0 }()
  }
}
