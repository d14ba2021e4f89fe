/// Why a file was not taken: every flaw that was found, each with its place and what to do. Nothing of
/// the file has been stored.
package struct ImportError: Error, Equatable, CustomStringConvertible {
  /// One flaw.
  package struct Flaw: Equatable, Sendable {
    /// The line in the file, from 1; nil when the file as a whole is meant.
    package let line: Int?
    /// The column's name or number.
    package let column: String?
    /// What is wrong there and what would be right.
    package let message: String
  }

  /// So many flaws are told at once.
  static let shown = 40

  /// The flaws in the order of the file.
  package let flaws: [Flaw]

  /// Several flaws.
  package init(_ flaws: [Flaw]) { self.flaws = flaws }

  /// One flaw of the file as a whole, or of one place.
  package init(line: Int? = nil, column: String? = nil, _ message: String) {
    flaws = [Flaw(line: line, column: column, message: message)]
  }

  /// One line a flaw.
  package var description: String {
    var lines = flaws.prefix(ImportError.shown).map { flaw in
      let place = [flaw.line.map { "line \($0)" }, flaw.column.map { "column \($0)" }]
        .compactMap { $0 }.joined(separator: ", ")
      return place.isEmpty ? flaw.message : "\(place): \(flaw.message)"
    }
    let rest = flaws.count - lines.count
    if rest > 0 { lines.append("… and \(rest) more.") }
    return (lines + ["Nothing was changed."]).joined(separator: "\n")
  }
}
