import Centre
import Store
import Synchronization

/// What becomes of the wish to issue to a whole class.
package enum RunStart: Equatable, Sendable {
  /// It is under way.
  case started
  /// Another class is being issued to, or this one is already.
  case busy
  /// Nobody of the course may have a certificate now.
  case nobody
  /// The kiosk does not sign now.
  case refused(IssueRefusal)
}

/// The people of a class who wait for their certificates; the first is next.
struct IssueQueue: Sendable {
  let run: Int64
  let course: String
  var residents: ArraySlice<Int64>
  /// How many were issued so far.
  var issued = 0
  var isCancelled = false
}

extension Desk {
  /// Begins to issue to everybody of a course who may have a certificate now, and returns at once;
  /// `IssueWorker` does it, one certificate a transaction.
  /// - Parameter isPrinted: whether the certificates are printed at the end, as one job.
  package func startIssuing(course code: String, isPrinted: Bool) throws -> RunStart {
    if let refusal = try issueRefusal(course: code) { return .refused(refusal) }
    let ids = EligibleGroups(try eligibility(course: code)).eligible.map(\.resident.id)
    guard !ids.isEmpty else { return .nobody }
    let begun = try saving {
      try store.beginIssueRun(
        course: code, wanted: ids.count, isPrinted: isPrinted, now: clock.read())
    }
    guard let begun else { return .busy }
    issuing.withLock {
      $0 = IssueQueue(run: begun.id, course: code, residents: ids[...])
    }
    wakeIssuing.withLock { $0 }()
    return .started
  }

  /// Stops issuing to a class after the certificate in hand; what was issued stands.
  package func cancelIssuing(course code: String) {
    issuing.withLock { queue in
      guard queue?.course == code else { return }
      queue?.isCancelled = true
    }
    wakeIssuing.withLock { $0 }()
  }

  /// Queues certificates of a course as one print in the order of their numbers; nil when there are
  /// none.
  /// - Parameter isAll: whether those printed before are printed again, marked as reprints.
  /// - Returns: how many there are.
  package func printCertificates(course code: String, isAll: Bool) throws -> Int? {
    let numbers = try store.certificates(course: code)
      .filter { $0.state == .issued && !$0.isErased && (isAll || $0.copies == 0) }.map(\.number)
    guard !numbers.isEmpty else { return nil }
    _ = try saving { try store.enqueuePrint(certificates: numbers, now: clock.read()) }
    wakePrinting.withLock { $0 }()
    return numbers.count
  }
}
