/// What a printer says of itself, reduced to what a clerk can act upon.
package struct PrinterState: Equatable, Sendable {
  /// The one thing to tell the clerk.
  package enum Condition: String, CaseIterable, Sendable {
    /// Waiting for jobs.
    case ready
    /// Printing now.
    case printing
    /// Out of paper, or the tray is missing.
    case paperOut
    /// Paper is jammed.
    case paperJam
    /// Out of ink or toner, or the cartridge is missing.
    case inkOut
    /// A cover or a door is open.
    case coverOpen
    /// The queue cannot reach its printer.
    case offline
    /// Somebody paused it.
    case paused
    /// Stopped for another reason.
    case stopped
  }

  /// The one thing to tell the clerk.
  package let condition: Condition
  /// The printer's own keywords (RFC 8011 §5.4.12), such as "media-empty-error"; for the log.
  package let reasons: [String]
  /// Whether it takes new jobs now.
  package let isAcceptingJobs: Bool

  /// Makes a state from its parts.
  package init(condition: Condition, reasons: [String], isAcceptingJobs: Bool) {
    self.condition = condition
    self.reasons = reasons
    self.isAcceptingJobs = isAcceptingJobs
  }

  /// Reads IPP's `printer-state` (3 idle, 4 processing, 5 stopped) and its reasons.
  ///
  /// A warning counts, since many printers say "media-empty-warning" while they wait for paper;
  /// a report ("media-empty-report") is only for statistics and leaves the condition alone.
  init(ippState: Int, reasons: [String], isAcceptingJobs: Bool) {
    self.reasons = reasons
    self.isAcceptingJobs = isAcceptingJobs
    let urgent = reasons.filter { !$0.hasSuffix("-report") }
    if let known = urgent.lazy.compactMap(Self.condition(of:)).first {
      condition = known
    } else if ippState == 5 {
      condition = .stopped
    } else {
      condition = ippState == 4 ? .printing : .ready
    }
  }

  private static func condition(of reason: String) -> Condition? {
    let severity = ["-error", "-warning"].first { reason.hasSuffix($0) } ?? ""
    switch reason.dropLast(severity.count) {
    case "media-empty", "media-needed", "input-tray-missing": return .paperOut
    case "media-jam": return .paperJam
    case "toner-empty", "marker-supply-empty", "marker-supply-missing": return .inkOut
    case "cover-open", "door-open", "interlock-open": return .coverOpen
    case "offline", "shutdown", "timed-out", "connecting-to-device": return .offline
    case "paused", "moving-to-paused": return .paused
    case "stopped-partly": return .stopped
    default: return nil
    }
  }
}
