import Paper

/// Where papers go, and who said so.
package struct PrinterChoice: Equatable, Sendable {
  /// Who chose.
  package enum Source: Equatable, Sendable {
    /// Staff, at the desk.
    case desk
    /// The configuration file, or its default.
    case file
  }

  /// An `ipp://` or `ipps://` address, the path of a folder, or empty for the kiosk's own folder.
  package let address: String
  /// Who chose it.
  package let source: Source

  /// Whether it is a printer and not a folder.
  package var isPrinter: Bool { address.hasPrefix("ipp://") || address.hasPrefix("ipps://") }
}

/// What became of the wish to print elsewhere.
package enum PrinterChange: Equatable, Sendable {
  case chosen
  /// It is not the address of a printer.
  case invalid
}

/// A search for printers: the last result, or that one is under way.
struct PrinterSearch: Sendable {
  /// Whether somebody asked for a search that has not ended.
  var isRunning = false
  /// What the last search found; nil before the first.
  var list: PrinterList?
  /// Whether the last search could not be made at all.
  var hasFailed = false
  /// When the last search ended, wall milliseconds.
  var atMilliseconds: Int64 = 0
}
