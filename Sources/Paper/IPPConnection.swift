import CCUPS
import Glibc

/// One connection to a printer, speaking IPP (RFC 8011) through CUPS' library, without its daemon.
///
/// Every wait has a limit, so that a printer that was switched off in mid-word never holds a worker.
final class IPPConnection {
  private let address: IPPAddress
  private var timeoutSeconds: Int
  private let http: OpaquePointer

  /// Connects; throws `unreachable` when nothing answers.
  init(_ address: IPPAddress, timeoutSeconds: Int) throws(PrintError) {
    self.address = address
    self.timeoutSeconds = timeoutSeconds
    // The library would otherwise ask for a password at the terminal.
    cupsSetPasswordCB2({ _, _, _, _, _ in nil }, nil)
    let encryption =
      address.isEncrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED
    guard
      let http = httpConnect2(
        address.host, address.port, nil, AF_UNSPEC, encryption, 1, Int32(timeoutSeconds * 1000),
        nil)
    else {
      throw PrintError(
        operation: "reach the printer", code: .unreachable,
        message: "No printer answers at \(address.text). Check that it is switched on.")
    }
    self.http = http
    httpSetTimeout(http, Double(timeoutSeconds), { _, _ in 0 }, nil)
  }

  deinit {
    httpClose(http)
  }

  /// Sends a document (Print-Job); returns the number that the printer gave the job.
  ///
  /// A printer that gives no answer to a question gets no document. Of one that falls silent when it
  /// has the whole document, the error is `unsure`.
  func print(
    _ document: some Document, title: String, copies: Int, documentSeconds: Int
  ) throws(PrintError) -> String {
    let operation = "send a job to the printer"
    _ = try state()
    timeoutSeconds = max(timeoutSeconds, documentSeconds)
    httpSetTimeout(http, Double(timeoutSeconds), { _, _ in 0 }, nil)
    let request = newRequest(IPP_OP_PRINT_JOB)
    add(request, IPP_TAG_NAME, "job-name", Self.jobName(title))
    add(request, IPP_TAG_MIMETYPE, "document-format", "application/pdf")
    if copies > 1 { ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", Int32(copies)) }
    let answer = try exchange(request, document: document, operation: operation)
    defer { ippDelete(answer) }
    guard let id = ippFindAttribute(answer, "job-id", IPP_TAG_INTEGER) else {
      throw PrintError(
        operation: operation, code: .refused, message: "The printer gave the job no number.")
    }
    return String(ippGetInteger(id, 0))
  }

  /// Asks what the printer says of itself (Get-Printer-Attributes).
  func state() throws(PrintError) -> PrinterState {
    let request = newRequest(IPP_OP_GET_PRINTER_ATTRIBUTES)
    want(["printer-state", "printer-state-reasons", "printer-is-accepting-jobs"], in: request)
    let answer = try exchange(
      request, document: DocumentBytes([]), operation: "ask the printer for its state")
    defer { ippDelete(answer) }
    let state = ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM)
    let accepting = ippFindAttribute(answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN)
    return PrinterState(
      ippState: state.map { Int(ippGetInteger($0, 0)) } ?? 3,
      reasons: strings(answer, "printer-state-reasons").filter { $0 != "none" },
      isAcceptingJobs: accepting.map { ippGetBoolean($0, 0) != 0 } ?? true)
  }
}

extension IPPConnection {
  /// Asks what became of a job (Get-Job-Attributes). A printer that does not know the question has
  /// nothing more to say: the job counts as out.
  func job(_ reference: String, title: String) throws(PrintError) -> PrintedJob {
    guard let id = Int32(reference) else { return .forgotten }
    let request = newRequest(IPP_OP_GET_JOB_ATTRIBUTES, job: id)
    want(["job-state", "job-name"], in: request)
    let sent = try send(
      request, document: DocumentBytes([]), operation: "ask the printer for a job")
    defer { ippDelete(sent) }
    switch ippGetStatusCode(sent) {
    case IPP_STATUS_ERROR_NOT_FOUND, IPP_STATUS_ERROR_GONE: return .forgotten
    case IPP_STATUS_ERROR_OPERATION_NOT_SUPPORTED: return .done
    case let status where status.rawValue > IPP_STATUS_OK_EVENTS_COMPLETE.rawValue:
      throw refusal(status, "ask the printer for a job")
    default: break
    }
    let name = ippFindAttribute(sent, "job-name", IPP_TAG_NAME)
      .flatMap { ippGetString($0, 0, nil) }.map { String(cString: $0) }
    guard name == nil || name == Self.jobName(title) else { return .forgotten }
    let state = ippFindAttribute(sent, "job-state", IPP_TAG_ENUM)
    return PrintedJob(
      ippState: state.map { Int(ippGetInteger($0, 0)) } ?? 9, condition: try self.state().condition)
  }

  /// The number of the newest job of this title (Get-Jobs), among those under way and those out; nil
  /// when the printer knows none.
  func find(title: String) throws(PrintError) -> String? {
    for which in ["not-completed", "completed"] {
      let request = newRequest(IPP_OP_GET_JOBS)
      ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nil, which)
      ippAddBoolean(request, IPP_TAG_OPERATION, "my-jobs", 0)
      want(["job-id", "job-name"], in: request)
      let answer = try exchange(
        request, document: DocumentBytes([]), operation: "ask the printer for its jobs")
      defer { ippDelete(answer) }
      if let id = Self.job(named: Self.jobName(title), in: answer) { return String(id) }
    }
    return nil
  }

  /// The highest number of a job of this name. A printer gives each job its own group of attributes,
  /// in any order.
  private static func job(named wanted: String, in answer: OpaquePointer) -> Int32? {
    var newest: Int32?
    var id: Int32?
    var isWanted = false
    func endGroup() {
      if isWanted, let id { newest = max(newest ?? id, id) }
      (id, isWanted) = (nil, false)
    }
    var next = ippFirstAttribute(answer)
    while let attribute = next {
      // What stands between two groups has no name.
      switch ippGetName(attribute).map({ String(cString: $0) }) {
      case nil: endGroup()
      case "job-id": id = ippGetInteger(attribute, 0)
      case "job-name":
        isWanted = ippGetString(attribute, 0, nil).map { String(cString: $0) } == wanted
      default: break
      }
      next = ippNextAttribute(answer)
    }
    endGroup()
    return newest
  }

  private static func jobName(_ title: String) -> String { String(title.prefix(60)) }

  private func want(_ names: [String], in request: OpaquePointer) {
    var names: [UnsafePointer<CChar>?] = names.map { UnsafePointer(strdup($0)) }
    defer { names.forEach { free(UnsafeMutablePointer(mutating: $0)) } }
    ippAddStrings(
      request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", Int32(names.count), nil,
      &names)
  }

  private func newRequest(_ operation: ipp_op_t, job: Int32? = nil) -> OpaquePointer {
    let request: OpaquePointer = ippNewRequest(operation)
    add(request, IPP_TAG_URI, "printer-uri", address.text)
    if let job { ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job) }
    add(request, IPP_TAG_NAME, "requesting-user-name", "learning-kiosk")
    return request
  }

  private func add(_ request: OpaquePointer, _ tag: ipp_tag_t, _ name: String, _ value: String) {
    ippAddString(request, IPP_TAG_OPERATION, tag, name, nil, value)
  }

  private func strings(_ answer: OpaquePointer, _ name: String) -> [String] {
    guard let attribute = ippFindAttribute(answer, name, IPP_TAG_KEYWORD) else { return [] }
    return (0..<ippGetCount(attribute)).compactMap { index in
      ippGetString(attribute, index, nil).map { String(cString: $0) }
    }
  }

  /// Sends a request, which it frees, and a document behind it; returns the printer's good answer.
  private func exchange(
    _ request: OpaquePointer, document: some Document, operation: String
  ) throws(PrintError) -> OpaquePointer {
    let answer = try send(request, document: document, operation: operation)
    let status = ippGetStatusCode(answer)
    guard status.rawValue <= IPP_STATUS_OK_EVENTS_COMPLETE.rawValue else {
      ippDelete(answer)
      throw refusal(status, operation)
    }
    return answer
  }

  /// The same; returns whatever the printer answered.
  private func send(
    _ request: OpaquePointer, document: some Document, operation: String
  ) throws(PrintError) -> OpaquePointer {
    defer { ippDelete(request) }
    let length = ippLength(request) + document.count
    let sent = cupsSendRequest(http, request, address.resource, length)
    guard sent == HTTP_STATUS_CONTINUE else { throw broken(operation, sent) }
    var written = HTTP_STATUS_CONTINUE
    let http = self.http
    let isGiven = try document.give { bytes in
      guard !bytes.isEmpty else { return true }
      written = cupsWriteRequestData(
        http, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
      return written == HTTP_STATUS_CONTINUE
    }
    guard isGiven else { throw broken(operation, written) }
    guard let answer = cupsGetResponse(http, address.resource) else {
      let error = broken(operation, httpGetStatus(http))
      guard error.code == .noAnswer, document.count > 0 else { throw error }
      throw PrintError(operation: operation, code: .unsure, message: error.message)
    }
    return answer
  }

  private func refusal(_ status: ipp_status_t, _ operation: String) -> PrintError {
    let code: PrintError.Code =
      switch status {
      case IPP_STATUS_ERROR_BUSY: .busy
      case IPP_STATUS_ERROR_FORBIDDEN, IPP_STATUS_ERROR_NOT_AUTHENTICATED,
        IPP_STATUS_ERROR_NOT_AUTHORIZED:
        .authentication
      default: .refused
      }
    return PrintError(
      operation: operation, code: code,
      message: "The printer answered “\(String(cString: ippErrorString(status)))”.")
  }

  private func broken(_ operation: String, _ status: http_status_t) -> PrintError {
    let isRefusal = status.rawValue >= 400
    let isStranger =
      status == HTTP_STATUS_UNAUTHORIZED || status == HTTP_STATUS_FORBIDDEN
      || status == HTTP_STATUS_CUPS_AUTHORIZATION_CANCELED
    let words = httpStatus(status).map { String(cString: $0) } ?? "unknown"
    return PrintError(
      operation: operation,
      code: isStranger ? .authentication : isRefusal ? .refused : .noAnswer,
      message: isRefusal
        ? "The printer answered HTTP \(status.rawValue) (\(words))."
        : "The printer at \(address.text) did not answer within \(timeoutSeconds) s.")
  }
}
