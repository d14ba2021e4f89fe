import Evidence

/// When the log was last written to a stick, and to which: the file `last-export.json`. It confirms
/// nothing; only the province's receipt does.
package struct LastExport: Equatable, Sendable {
  /// When, wall milliseconds.
  package let atMilliseconds: Int64
  /// The stick's label or the folder.
  package let label: String
  /// The first event written.
  package let start: Int64
  /// The event after the last one written.
  package let end: Int64

  /// What the data directory says; nil when nothing was ever written.
  package init?(data: String) {
    guard let bytes = try? Files.read(Self.path(data), mostBytes: 4_096),
      let members = (try? CanonicalValue(json: bytes))?.object,
      let at = members["at"]?.integer, let label = members["label"]?.text,
      let start = members["start"]?.integer, let end = members["end"]?.integer
    else { return nil }
    self.init(at: at, label: label, range: start..<max(start, end))
  }

  init(at milliseconds: Int64, label: String, range: Range<Int64>) {
    atMilliseconds = milliseconds
    self.label = label
    start = range.lowerBound
    end = range.upperBound
  }

  func write(to data: String) throws {
    let value = CanonicalValue.object([
      "at": .integer(atMilliseconds), "label": .text(nfc(label)), "start": .integer(start),
      "end": .integer(end),
    ])
    try Files.write(try value.canonical(), to: Self.path(data))
  }

  private static func path(_ data: String) -> String { "\(data)/last-export.json" }
}
