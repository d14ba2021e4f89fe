import Evidence
import Testing

@testable import Store

@Suite struct SyncTests {
  @Test func `nothing is confirmed at first`() throws {
    let test = try TestStore()

    let state = try test.store.syncState()

    #expect(state.confirmedSize == 0)
    #expect(state.confirmedRange == CompactRange())
    #expect(state.receiptText == nil)
  }

  @Test func `a receipt advances, an older one changes nothing`() throws {
    let test = try TestStore()
    let first = try test.store.head().range
    _ = try test.resident()
    let second = try test.store.head().range

    #expect(try test.store.recordReceipt(text: "two", range: second, atSeconds: 20))
    #expect(try !test.store.recordReceipt(text: "one", range: first, atSeconds: 30))

    let state = try test.store.syncState()
    #expect(state.confirmedSize == second.size)
    #expect(state.confirmedRange == second)
    #expect(state.receiptText == "two")
  }

  @Test func `a receipt over more than the log is refused`() throws {
    let test = try TestStore()
    var range = try test.store.head().range
    range.append(Merkle.leafHash([1]))

    let error = #expect(throws: StoreError.self) {
      try test.store.recordReceipt(text: "x", range: range, atSeconds: 1)
    }
    #expect(error?.isConstraint == true)
  }

  @Test func `attempts and personal values are kept over a restart`() throws {
    let test = try TestStore()
    try test.store.recordAttempt(
      atMilliseconds: 5, nextMilliseconds: 9, failures: 2, attention: "fork")
    try test.store.recordPersonalConfirmed(to: 7)
    try test.store.recordPersonalConfirmed(to: 3)

    try test.reopen()

    let state = try test.store.syncState()
    #expect(state.lastAttemptMilliseconds == 5)
    #expect(state.nextAttemptMilliseconds == 9)
    #expect(state.failures == 2)
    #expect(state.attention == "fork")
    #expect(state.personalConfirmed == 7)
  }
}
