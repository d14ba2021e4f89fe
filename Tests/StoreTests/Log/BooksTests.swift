import Evidence
import Synchronization
import Testing

@testable import Store

@Suite struct BooksTests {
  @Test func `the books are those of the log and of its receipt`() throws {
    let bed = try TestStore()
    let store = bed.store
    #expect(try store.books().recorded == store.logSize())
    #expect(try store.books().confirmed == 0)
    let size = try store.logSize()
    let range = try #require(try store.compactRange(at: size))
    try store.recordReceipt(text: "note", range: range, atSeconds: 7)
    #expect(
      try store.books()
        == Books(recorded: size, confirmed: size, receiptAtSeconds: 7, attention: nil))
  }

  @Test func `a full disk is told at once, before the caller learns of it`() throws {
    let bed = try TestStore()
    let told = Mutex(0)
    bed.store.onFullDisk { told.withLock { $0 += 1 } }
    let full = StoreError(
      operation: "x", cause: .diskFull, code: "sqlite-13", message: "full")

    #expect(throws: full) { try bed.store.bulk { _ in throw full } }
    #expect(told.withLock { $0 } == 1)
    #expect(throws: StoreRefusal.self) {
      try bed.store.bulk { _ in throw StoreRefusal.lastDirector }
    }
    #expect(told.withLock { $0 } == 1)
  }
}
