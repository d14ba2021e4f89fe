import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// What may end the announcement of a branch.
@Suite struct BranchExchangeTests {
  private func step(_ bed: Bed, _ error: any Error) throws -> SyncOutcome {
    try ScriptedProvince(bed).enrol()
    let epochs = Epochs(store: bed.desk.store, keys: bed.desk.keys, clock: bed.desk.clock)
    #expect(try epochs.open(.restored))
    return try SyncWorker(
      store: bed.desk.store, keys: bed.desk.keys, clock: bed.desk.clock,
      settings: bed.desk.settings.sync, logger: Bed.quiet, send: { _ in throw error }
    ).step(isForced: true)
  }

  @Test func `a stop of the service is no failure`() throws {
    let bed = try Bed()
    let stopped = ClientError(
      operation: "send", reason: .interrupted, code: 42, message: "The service stops.")

    #expect(try step(bed, stopped) == .notDue)
    #expect(try bed.desk.store.syncState().failures == 0)
    #expect(try bed.desk.lastTransfer() == nil)
  }

  @Test func `any other error is noted and waited for`() throws {
    let bed = try Bed()

    guard case .failed = try step(bed, Unexpected()) else { throw Unexpected() }

    #expect(try bed.desk.store.syncState().failures == 1)
    #expect(try bed.desk.lastTransfer()?.outcome == "failed")
  }
}
