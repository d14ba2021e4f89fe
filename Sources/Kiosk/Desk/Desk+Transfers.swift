import Evidence
package import Store
import Synchronization

extension Desk {
  /// The line that staff read about what has reached the province.
  package func balance() throws -> BooksBalance {
    let books = try store.books()
    let open = books.recorded - books.confirmed
    return BooksBalance(
      recorded: books.recorded, confirmed: books.confirmed,
      waiting: books.attention == nil ? open : 0,
      needsAttention: books.attention == nil ? 0 : open, attention: books.attention,
      lastReceiptMilliseconds: books.receiptAtSeconds.map { $0 * 1_000 },
      isEnrolled: (try? keys.enrolment()) != nil)
  }

  /// Makes the transfer to the province go now; returns at once.
  package func sendNow() { wakeSync.withLock { $0 }() }

  /// How the last attempt to reach the province ended and when the next is due; nil before the first.
  package func lastTransfer() throws -> TransferState? {
    try store.transferState()
  }

  /// When the next transfer is due, milliseconds since 1970; nil before the first, and where no address
  /// of the province is known.
  package func nextTransferMilliseconds() throws -> Int64? {
    guard case .enrolled(let enrolment) = enrolment(),
      !settings.sync.address(of: enrolment).isEmpty, let state = try lastTransfer()
    else { return nil }
    let now = clock.read()
    let books = try store.books()
    let delay = SyncPlan(settings: settings.sync, log: store.log)
      .delayMilliseconds(state, waiting: books.recorded - books.confirmed, now: now)
    return now.wallMilliseconds + delay
  }

  /// Whether and with which province this kiosk is enrolled.
  package func enrolment() -> EnrolmentState {
    do {
      return try keys.enrolment().map { .enrolled($0) } ?? .none
    } catch {
      return .unreadable
    }
  }
}
