import HTTP

extension SyncOutcome {
  /// What an error means that ended the talk with the province: none of them is passed on, so that each is
  /// noted, waited for and shown.
  init(_ error: any Error) {
    switch error {
    case OutgoingLog.Fault.damaged: self = .attention(.damaged)
    case OutgoingLog.Fault.tooLarge: self = .attention(.refused)
    case OutgoingLog.Fault.renamed: self = .failed("the log has another name now")
    // The service stops: no failure, and what was due stays due.
    case let error as ClientError where error.reason == .interrupted: self = .notDue
    case let error as ClientError:
      self =
        Stranger(error).map { .stranger($0) }
        ?? .failed("\(error.reason.rawValue): \(error.message)")
    default: self = .failed("\(error)")
    }
  }
}
