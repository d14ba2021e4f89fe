package import Centre
import Evidence
import Store

/// What became of the wish to merge a guest into a resident, or to take that back.
package enum MergeAnswer: Equatable, Sendable {
  /// It is done.
  case done
  /// The books do not allow it.
  case refused(GuestMerge.Refusal)
  /// One of the two does not exist.
  case notFound
}

extension Desk {
  /// Counts somebody without a card; `arrival` is the random key of the form, so that a form that was
  /// sent twice counts once.
  /// - Returns: nil when the form's visit was taken back meanwhile.
  /// - Throws: `StoreError` when nothing could be saved, `StoreRefusal`.
  package func checkIn(
    guest: NewGuest, arrival: [UInt8], session: String? = nil
  ) throws -> CheckInAnswer? {
    try saving {
      try store.checkIn(
        guest: guest, arrival: arrival, session: session, source: .keypad, now: clock.read())
    }
  }

  /// Says that a guest is a resident: the visits count for the resident from now on.
  package func mergeGuest(
    _ guest: Int64, into resident: Int64, by user: Int64?
  ) throws -> MergeAnswer {
    try merging {
      try store.mergeGuest(guest, into: resident, by: user, now: clock.read())
    }
  }

  /// Takes a merge back: each visit counts again for whom it was written.
  package func unmergeGuest(_ guest: Int64, by user: Int64?) throws -> MergeAnswer {
    try merging { try store.unmergeGuest(guest, by: user, now: clock.read()) }
  }

  private func merging(_ body: () throws -> Void) throws -> MergeAnswer {
    do {
      return try ifFound { try saving(body) } == nil ? .notFound : .done
    } catch StoreRefusal.cannotMerge(let refusal) {
      return .refused(refusal)
    }
  }
}
