package import Evidence

/// How a kiosk says it is, beside where its log stands. Every part may be missing, as in older kiosks,
/// and a part that cannot be used counts as missing: no news of this kind keeps a log away.
package struct KioskCondition: Equatable, Sendable {
  /// The most codes that are kept.
  static let codeLimit = 20

  /// Percent of its disk that is used.
  package let diskPercent: Int64?
  /// The quality of its clock, 0 to 4.
  package let clockQuality: Int64?
  /// What waits for somebody there, as stable words; nil when it does not say.
  package let attention: [String]?
  /// The time of the last receipt that it holds, in seconds since 1970.
  package let receiptSeconds: Int64?
  /// Which epoch of its log it writes, from 0.
  package let epoch: Int64?
  /// The number of the bulletin that it holds.
  package let bulletin: Int64?

  /// Reads the members of a hello.
  package init(_ members: [String: CanonicalValue]) {
    func number(_ name: String, _ bounds: ClosedRange<Int64>) -> Int64? {
      members[name]?.integer.flatMap { bounds ~= $0 ? $0 : nil }
    }
    diskPercent = number("disk", 0...100)
    clockQuality = number("clock", 0...4)
    receiptSeconds = number("receipt", 0...253_402_300_799)
    epoch = number("epoch", 0...1_000_000)
    bulletin = number("bulletin", 1...CanonicalValue.integerLimit)
    attention = members["attention"]?.list.map { list in
      Array(list.compactMap(\.text).filter(KioskCondition.isCode).prefix(KioskCondition.codeLimit))
    }
  }

  /// The columns `disk, clock, attention, receipted, epoch, bulletin`.
  var columns: [SQLValue] {
    [
      .integer(diskPercent), .integer(clockQuality), attention.map { .texts($0) } ?? .texts([]),
      .time(receiptSeconds.map { $0 * 1000 }), .integer(epoch), .integer(bulletin),
    ]
  }

  /// A word of letters and digits, so that it can stand anywhere.
  private static func isCode(_ text: String) -> Bool {
    1...32 ~= text.utf8.count
      && text.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x41...0x5A ~= $0 || 0x30...0x39 ~= $0 }
  }
}
