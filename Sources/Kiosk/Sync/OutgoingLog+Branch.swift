import Evidence
import Store

/// A log that goes on under a name which the province has still to hear of.
extension OutgoingLog {
  /// Whether the tokens still belong to an earlier log.
  var isPending: Bool { enrolment.log != log }

  /// The kiosk's word about this log, for the log that its tokens belong to.
  /// - Parameter fork: entries [0, fork) are common.
  /// - Returns: nil when there is nothing to announce, or the log has no such place.
  func announcement(fork: Int64) throws -> BranchRequest? {
    guard isPending, let previous = enrolment.log, let epoch = try store.epochs().last,
      fork <= epoch.size, let range = try store.compactRange(at: fork),
      let after = try store.lines(from: fork, to: fork + 1).first
    else { return nil }
    return try BranchRequest(
      log: log, previous: previous, fork: fork, root: range.root, after: Merkle.leafHash(after),
      size: epoch.size, reason: epoch.reason, madeSeconds: epoch.openedMilliseconds / 1_000,
      checkpoint: fork == 0 ? nil : try checkpoint(over: range), key: keys.device)
  }

  /// The same as a file that is carried to the province, where nobody can be asked how much is common: the
  /// province finds that out from the batches beside it, which go on from there. Nil when there is nothing
  /// to announce.
  func carriedAnnouncement() throws -> (name: String, bytes: [UInt8])? {
    guard let request = try announcement(fork: try carriedStart()) else { return nil }
    return (CarriedName.branch(of: log), try request.json())
  }

  /// Where a stick begins with what the province does not have: after what is confirmed. A database that was
  /// put back from before the log of the tokens may have confirmed in a log what that one does not hold; then
  /// nothing is certain.
  func carriedStart() throws -> Int64 {
    let confirmed = try store.syncState().confirmedSize
    guard isPending, let last = try store.epochs().last else { return confirmed }
    let isOwn = try store.epochs().contains { $0.log == enrolment.log }
    return isOwn ? min(confirmed, last.size) : 0
  }
}
