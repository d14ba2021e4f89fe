package import Paper

/// The line to the printer, as four questions; tests answer them themselves.
package struct PrintLine: Sendable {
  /// What a printer gives for a document. The title of one that a printer holds is of one try only.
  package struct Receipt: Equatable, Sendable {
    /// The printer's name for the job.
    package let reference: String
    /// The printer's address, when it is to be asked what became of the job; nil when it is out.
    package let printer: String?

    package init(_ reference: String, printer: String? = nil) {
      self.reference = reference
      self.printer = printer
    }
  }

  /// Hands over the document in a file.
  package let submit: @Sendable (_ file: String, _ title: String) throws -> Receipt
  /// Asks the chosen printer whether it has a job of this title, as after a try that was cut off; nil
  /// when it has none.
  let find: @Sendable (_ title: String) throws -> Receipt?
  /// Asks the printer how it is.
  package let state: @Sendable () throws -> PrinterState
  /// Asks the printer at an address what became of a job.
  package let follow:
    @Sendable (_ reference: String, _ title: String, _ printer: String) throws -> PrintedJob

  package init(
    state: @escaping @Sendable () throws -> PrinterState = {
      PrinterState(condition: .ready, reasons: [], isAcceptingJobs: true)
    },
    find: @escaping @Sendable (_ title: String) throws -> Receipt? = { _ in nil },
    follow:
      @escaping @Sendable (_ reference: String, _ title: String, _ printer: String) throws ->
      PrintedJob = { _, _, _ in .done },
    submit: @escaping @Sendable (_ file: String, _ title: String) throws -> Receipt
  ) {
    self.state = state
    self.find = find
    self.follow = follow
    self.submit = submit
  }
}

extension PrintLine {
  /// The printer that is chosen at the moment of each question; `folder` receives PDF files when none
  /// is.
  static func chosen(of desk: Desk, folder: String) -> PrintLine {
    let place = { @Sendable () throws -> Printer in
      let address = try desk.printerChoice().address
      if address.isEmpty { try Files.makeDirectory(folder, mode: 0o750) }
      return Printer(try PrinterAddress(address.isEmpty ? folder : address))
    }
    return PrintLine(
      state: { try place().state() },
      find: { title in
        let printer = try place()
        guard case .ipp(let address) = printer.address else { return nil }
        return try printer.find(title: title).map { Receipt($0, printer: address) }
      },
      follow: { reference, title, address in
        try Printer(try PrinterAddress(address)).job(reference, title: title)
      },
      submit: { file, title in
        let printer = try place()
        switch printer.address {
        case .folder:
          // A file needs no mark of the try.
          let name = String(title.prefix { $0 != " " })
          return Receipt(try printer.submit(file: file, title: name))
        case .ipp(let address):
          return Receipt(try printer.submit(file: file, title: title), printer: address)
        }
      })
  }
}
