package import Evidence
internal import Foundation
internal import GRDB

/// A log that this kiosk kept until it had to go on under a new name, and how that was announced.
package struct Epoch: Equatable, Sendable {
  /// The most that one kiosk may open; beyond that people must look.
  package static let limit: Int64 = 64

  /// Counted from 1: the epoch that began when this log ended.
  package let number: Int64
  /// The name of the log that ended.
  package let log: LogID
  /// How long it was.
  package let size: Int64
  /// Its root.
  package let root: Digest
  /// Its last receipt.
  package let receiptText: String?
  /// Entries that this receipt covers.
  package let confirmedSize: Int64
  /// Why it ended.
  package let reason: BranchReason
  /// When, wall milliseconds.
  package let openedMilliseconds: Int64
  /// Entries [0, fork) are the same as in the log that the branch was announced of; nil until that is
  /// known.
  package let fork: Int64?
  /// When the province had answered, wall milliseconds; nil while it has not.
  package let announcedMilliseconds: Int64?
  /// Whether a director has taken note of it.
  package let isSeen: Bool

  static let columns = """
    number, log, size, root, receiptText, confirmedSize, reason, openedMs, fork, announcedMs, seenSeq
    """

  init(_ row: Row) throws {
    let (log, root): (Data, Data) = (row[1], row[3])
    let reason: String = row[6]
    let seen: Int64? = row[10]
    guard let root = Digest(bytes: [UInt8](root)), let why = BranchReason(rawValue: reason) else {
      throw StoreError(
        operation: "read the epochs", cause: .damaged, code: "epoch",
        message: "The row of an earlier log is damaged.")
    }
    number = row[0]
    self.log = try LogID(bytes: [UInt8](log))
    size = row[2]
    self.root = root
    receiptText = row[4]
    confirmedSize = row[5]
    self.reason = why
    openedMilliseconds = row[7]
    fork = row[8]
    announcedMilliseconds = row[9]
    isSeen = seen != nil
  }
}
