/// Takes PDF documents: the one face of a folder and of a network printer.
///
/// Calls block until the printer has answered, at most the time-out, so they belong in a worker's
/// thread and never in a request's. Safe to share between threads.
package struct Printer: Sendable {
  /// The time-out when none is given.
  package static let standardTimeoutSeconds = 15

  /// Where it prints.
  package let address: PrinterAddress
  private let timeoutSeconds: Int

  /// A printer at an address. Nothing is contacted yet.
  package init(_ address: PrinterAddress, timeoutSeconds: Int = Printer.standardTimeoutSeconds) {
    self.address = address
    self.timeoutSeconds = timeoutSeconds
  }

  /// Hands a document over and returns the printer's id of the job: the number of an IPP job, or
  /// the name of the file in the folder. What is returned from has been accepted for good: in a
  /// folder it is on the disk.
  package func submit(
    pdf: [UInt8], title: String, copies: Int = 1
  ) throws(PrintError) -> String {
    switch address {
    case .folder(let path):
      return try FolderPrinter(path: path).write(DocumentBytes(pdf), title: title)
    case .ipp(let text):
      return try connection(text).print(DocumentBytes(pdf), title: title, copies: copies)
    }
  }

  /// Hands over the document in a file, piece by piece, so that a long one is never held in memory;
  /// otherwise as `submit(pdf:title:copies:)`.
  package func submit(file: String, title: String) throws(PrintError) -> String {
    let document = try DocumentFile(path: file)
    switch address {
    case .folder(let path):
      return try FolderPrinter(path: path).write(document, title: title)
    case .ipp(let text):
      return try connection(text).print(document, title: title, copies: 1)
    }
  }

  /// What became of a job that `submit` named; a folder is done at once.
  ///
  /// A printer numbers its jobs anew when it is switched on, so the job must bear `title` too.
  package func job(_ reference: String, title: String) throws(PrintError) -> PrintedJob {
    switch address {
    case .folder: return .done
    case .ipp(let text): return try connection(text).job(reference, title: title)
    }
  }

  /// What the printer says of itself. A printer that does not answer throws `unreachable` or
  /// `noAnswer`.
  package func state() throws(PrintError) -> PrinterState {
    switch address {
    case .folder(let path): return FolderPrinter(path: path).state()
    case .ipp(let text): return try connection(text).state()
    }
  }

  private func connection(_ text: String) throws(PrintError) -> IPPConnection {
    try IPPConnection(IPPAddress(text), timeoutSeconds: timeoutSeconds)
  }
}
