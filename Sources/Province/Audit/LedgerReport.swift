package import Evidence

/// What an audit of one log of the ledger came to.
package struct LedgerReport: Equatable, Sendable {
  /// The log's name.
  package let log: LogID
  /// The centre where the kiosk stands.
  package let centre: String
  /// How many events were found right, from the first.
  package var size: Int64
  /// The root over them, computed anew.
  package var root: Digest
  /// How many batches were computed anew.
  package var batches: Int64 = 0
  /// How many personal values were compared.
  package var personalValues: Int64 = 0
  /// What is wrong, first of all; nil when the log is whole.
  package var finding: LogFinding?

  /// The report for machines.
  package var json: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "log": .text(log.hex), "centre": .text(centre), "size": .integer(size),
      "root": .text(root.base64), "batches": .integer(batches),
      "personal": .integer(personalValues), "whole": .boolean(finding == nil),
    ]
    members["finding"] = finding?.json
    return .object(members)
  }
}
