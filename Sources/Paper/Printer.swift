/// Takes PDF documents: the one face of a folder and of a network printer.
///
/// Calls block until the printer has answered, at most the time-out, so they belong in a worker's
/// thread and never in a request's. Safe to share between threads.
package struct Printer: Sendable {
  /// The time-out when none is given.
  package static let standardTimeoutSeconds = 15
  /// How long a printer may take over a document that it has in hand: slow ones draw it before they
  /// answer.
  package static let standardDocumentSeconds = 120

  /// Where it prints.
  package let address: PrinterAddress
  private let timeoutSeconds: Int
  private let documentSeconds: Int

  /// A printer at an address. Nothing is contacted yet.
  package init(
    _ address: PrinterAddress, timeoutSeconds: Int = Printer.standardTimeoutSeconds,
    documentSeconds: Int = Printer.standardDocumentSeconds
  ) {
    self.address = address
    self.timeoutSeconds = timeoutSeconds
    self.documentSeconds = documentSeconds
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
      return try send(DocumentBytes(pdf), to: text, title: title, copies: copies)
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
      return try send(document, to: text, title: title, copies: 1)
    }
  }

  /// The printer's id of the newest job of this title, whether it is out or not; nil when the printer
  /// knows none, and always for a folder. Throws `PrintError`, as `refused` where the printer does
  /// not tell its jobs.
  package func find(title: String) throws(PrintError) -> String? {
    switch address {
    case .folder: return nil
    case .ipp(let text): return try connection(text).find(title: title)
    }
  }

  /// Sends a document. A printer that took it whole and gave no answer is asked for the job by its
  /// title, which must be of this one try: without a word of it nobody knows whether paper comes out,
  /// and the error is `unsure`, not one after which to send it again.
  private func send(
    _ document: some Document, to text: String, title: String, copies: Int
  ) throws(PrintError) -> String {
    do {
      return try connection(text).print(
        document, title: title, copies: copies, documentSeconds: documentSeconds)
    } catch {
      guard error.code == .unsure else { throw error }
      if let found = try? connection(text).find(title: title) { return found }
      throw error
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
