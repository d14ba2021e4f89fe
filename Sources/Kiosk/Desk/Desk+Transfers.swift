package import Store

extension Desk {
  /// The line that staff read about what has reached the province.
  package func balance() throws -> BooksBalance {
    let recorded = try store.logSize()
    let state = try store.syncState()
    let open = recorded - state.confirmedSize
    return BooksBalance(
      recorded: recorded, confirmed: state.confirmedSize,
      waiting: state.attention == nil ? open : 0,
      needsAttention: state.attention == nil ? 0 : open, attention: state.attention,
      lastReceiptMilliseconds: state.receiptAtSeconds.map { $0 * 1_000 },
      isEnrolled: (try? keys.enrolment()) != nil)
  }

  /// How the last attempt to reach the province ended and when the next is due; nil before the first.
  package func lastTransfer() throws -> TransferState? {
    try store.transferState()
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
