/// What the files on a stick are called: `<log>-<start>-<end>.ndjson.gz` for a batch, the same with
/// `.personal` for the values beside it, and `<log>.receipt` for the answer; where the log is a branch that
/// the province does not know yet, `<log>.branch.json`, and `<log>.branch-answer.json` for the answer to it.
package struct CarriedName: Hashable, Sendable {
  /// The ending of a batch's name.
  package static let batchSuffix = ".ndjson.gz"
  /// The ending of the name of the values beside a batch.
  package static let personalSuffix = ".personal.ndjson.gz"
  /// The ending of a receipt's name.
  package static let receiptSuffix = ".receipt"

  /// The ending of the name of a branch's announcement.
  package static let branchSuffix = ".branch.json"
  /// The ending of the name of the answer to it.
  package static let branchAnswerSuffix = ".branch-answer.json"

  /// The ending of the name of the answer to a certificate's request.
  package static let certificateSuffix = ".certificate.json"

  /// The log.
  package let log: LogID
  /// The first event.
  package let start: Int64
  /// The event after the last.
  package let end: Int64
  /// Whether it holds the personal values of the range and not the events.
  package let isPersonal: Bool

  /// The name of the file of a range.
  package init(log: LogID, start: Int64, end: Int64, isPersonal: Bool = false) {
    self.log = log
    self.start = start
    self.end = end
    self.isPersonal = isPersonal
  }

  /// Reads a name; nil for any other file.
  package init?(_ name: String) {
    isPersonal = name.hasSuffix(Self.personalSuffix)
    let suffix = isPersonal ? Self.personalSuffix : Self.batchSuffix
    guard name.hasSuffix(suffix) else { return nil }
    let parts = name.dropLast(suffix.count).split(
      separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let log = try? LogID(hex: String(parts[0])),
      let start = Self.position(parts[1]), let end = Self.position(parts[2]), start < end
    else { return nil }
    self.log = log
    self.start = start
    self.end = end
  }

  /// The file's name.
  package var text: String {
    "\(log.hex)-\(start)-\(end)\(isPersonal ? Self.personalSuffix : Self.batchSuffix)"
  }

  /// The name of a log's receipt.
  package static func receipt(of log: LogID) -> String { log.hex + receiptSuffix }

  /// The name of a branch's announcement.
  package static func branch(of log: LogID) -> String { log.hex + branchSuffix }

  /// The name of the answer to it.
  package static func branchAnswer(to log: LogID) -> String { log.hex + branchAnswerSuffix }

  /// The name of the answer to a log's kiosk that waits for its certificate.
  package static func certificate(for log: LogID) -> String { log.hex + certificateSuffix }

  /// The log whose receipt a file is by its name; nil for any other file.
  package static func log(ofReceipt name: String) -> LogID? { log(name, receiptSuffix) }

  /// The log whose announcement a file is by its name; nil for any other file.
  package static func log(ofBranch name: String) -> LogID? { log(name, branchSuffix) }

  private static func log(_ name: String, _ suffix: String) -> LogID? {
    guard name.hasSuffix(suffix) else { return nil }
    return try? LogID(hex: String(name.dropLast(suffix.count)))
  }

  private static func position(_ text: Substring) -> Int64? {
    guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let value = Int64(text), String(value) == text
    else { return nil }
    return value
  }
}
