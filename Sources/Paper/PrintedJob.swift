/// What a printer says of a job that it has taken (RFC 8011 §5.3.7), reduced to what a clerk can act
/// upon.
package enum PrintedJob: Equatable, Sendable {
  /// It waits its turn at the printer or is coming out.
  case underWay
  /// It does not come out, and the printer says why.
  case held(PrinterState.Condition)
  /// It is out.
  case done
  /// Somebody cancelled it at the printer.
  case cancelled
  /// The printer gave up on it.
  case failed
  /// The printer does not know it any more: it is long out, or was forgotten when the power went.
  case forgotten

  /// Reads IPP's `job-state` together with the printer's condition.
  init(ippState: Int, condition: PrinterState.Condition) {
    switch ippState {
    case 7: self = .cancelled
    case 8: self = .failed
    case 9: self = .done
    default:
      switch condition {
      case .ready, .printing: self = .underWay
      case .paperOut, .paperJam, .inkOut, .coverOpen, .offline, .paused, .stopped:
        self = .held(condition)
      }
    }
  }
}
