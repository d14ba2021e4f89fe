/// A half-open range of positions in a log, as paths write it: `4096-4608`.
package struct SeqRange: Equatable, Sendable {
  /// The first position.
  package let start: Int64
  /// The position after the last.
  package let end: Int64

  /// A range that holds at least one position.
  package init?(start: Int64, end: Int64) {
    guard start >= 0, start < end else { return nil }
    self.start = start
    self.end = end
  }

  /// Reads `START-END`: decimal, no sign, no leading zero.
  package init(_ text: String) throws(Problem) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let start = SeqRange.number(parts[0]),
      let end = SeqRange.number(parts[1]), start < end
    else { throw Problem.range(text) }
    self.start = start
    self.end = end
  }

  /// How many positions it holds.
  package var count: Int64 { end - start }

  private static func number(_ text: Substring) -> Int64? {
    guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let value = Int64(text), String(value) == text
    else { return nil }
    return value
  }
}
