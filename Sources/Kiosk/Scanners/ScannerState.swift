/// How one scanner that the service reads is at this moment, for the desk and for technicians.
struct ScannerState: Equatable, Sendable {
  /// What keeps a scanner from being read, if anything does.
  enum Condition: Equatable, Sendable {
    /// It is read.
    case reading
    /// The service may not open it.
    case denied
    /// Another program reads it.
    case busy
    /// It cannot be read, for another reason.
    case failing
    /// The settings name it, and it has not been there since the start.
    case absent
    /// It was read and has been pulled out, at this wall time in milliseconds.
    case unplugged(sinceMilliseconds: Int64)

    /// A stable word, for `/api/status`.
    var word: String {
      switch self {
      case .reading: "reading"
      case .denied: "denied"
      case .busy: "busy"
      case .failing: "failing"
      case .absent: "absent"
      case .unplugged: "unplugged"
      }
    }
  }

  let kind: ScannerPlace.Kind
  let name: String
  var condition: Condition
  /// Codes that were read since the start.
  var codes = 0
  /// Codes that came only in part, or were longer than any of ours.
  var dropped = 0
}

extension ScannerState.Condition {
  /// What an error means for the scanner.
  init(_ error: ScannerError) {
    self = error.isDenied ? .denied : error.isBusy ? .busy : .failing
  }
}
