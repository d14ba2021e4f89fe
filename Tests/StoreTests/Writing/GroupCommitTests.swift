import Centre
import Evidence
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Store

@Suite struct GroupCommitTests {
  private struct Planned: Error, Equatable {
    let number: Int
  }

  private final class Tally: Sendable {
    let commits = Mutex(0)
    let outcomes = Mutex<[Int: Bool]>([:])
  }

  @Test func `64 threads share commits, and a closure that fails affects only itself`() throws {
    let test = try TestStore()
    let store = test.store
    let now = test.now
    let tally = Tally()
    store.onCommit { tally.commits.withLock { $0 += 1 } }

    onThreads(64) { thread in
      for round in 0..<20 {
        let number = thread * 20 + round
        let shouldFail = number % 3 == 0
        let added = try? store.write("test") { transaction in
          let resident = try transaction.addResident(
            NewResident(name: "Nguyễn Văn \(number)"), now: now)
          guard !shouldFail else { throw Planned(number: number) }
          return resident.name == "Nguyễn Văn \(number)"
        }
        tally.outcomes.withLock { $0[number] = added ?? false }
      }
    }

    let succeeded = tally.outcomes.withLock { $0.values.count { $0 } }
    #expect(tally.outcomes.withLock { $0.count } == 1280)
    #expect(succeeded == (0..<1280).count { $0 % 3 != 0 })
    #expect(try store.residentCount() == succeeded)
    #expect(try store.logSize() == Int64(succeeded) + 1)
    #expect(try store.integrityCheck() == [])
    let commits = tally.commits.withLock { $0 }
    print("GroupCommitTests: \(succeeded) writes in \(commits) commits")
    #expect(commits < succeeded)
  }

  @Test func `callers that wait while a commit runs go into one commit together`() throws {
    let test = try TestStore()
    let store = test.store
    let now = test.now
    let tally = Tally()
    let gate = DispatchSemaphore(value: 0)
    let entered = DispatchSemaphore(value: 0)
    store.onCommit { tally.commits.withLock { $0 += 1 } }

    let first = Thread {
      _ = try? store.write("hold") { transaction in
        entered.signal()
        gate.wait()
        _ = try transaction.addResident(NewResident(name: "Người đầu"), now: now)
      }
    }
    first.start()
    entered.wait()
    let group = DispatchGroup()
    for number in 0..<64 {
      group.enter()
      Thread {
        _ = try? store.addResident(NewResident(name: "Nguyễn Văn \(number)"), now: now)
        group.leave()
      }.start()
    }
    while store.waitingWriters < 64 { sched_yield() }
    gate.signal()
    group.wait()

    #expect(tally.commits.withLock { $0 } == 2)
    #expect(try store.residentCount() == 65)
  }

  @Test func `when the commit fails everybody hears it and nothing of the group is kept`() throws {
    let test = try TestStore()
    let store = test.store
    let before = try store.head()
    let now = test.now
    try store.pool.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          CREATE TEMP TABLE blocker (id INTEGER REFERENCES blocked (id) DEFERRABLE INITIALLY DEFERRED);
          CREATE TEMP TABLE blocked (id INTEGER PRIMARY KEY);
          """)
    }

    let error = #expect(throws: StoreError.self) {
      try store.write("test") { transaction in
        _ = try transaction.addResident(NewResident(name: "Lê A"), now: now)
        try transaction.run("INSERT INTO blocker VALUES (1)")
      }
    }

    #expect(error?.isConstraint == true)
    #expect(try store.residentCount() == 0)
    #expect(try store.head() == before)
    _ = try test.resident()
    #expect(try store.integrityCheck() == [])
  }

  @Test func `bulk writing is one commit`() throws {
    let test = try TestStore()
    let now = test.now
    let tally = Tally()
    test.store.onCommit { tally.commits.withLock { $0 += 1 } }

    try test.store.bulk { transaction in
      for number in 0..<500 {
        _ = try transaction.addResident(NewResident(name: "Nguyễn Văn \(number)"), now: now)
      }
    }

    #expect(tally.commits.withLock { $0 } == 1)
    #expect(try test.store.residentCount() == 500)
    #expect(try test.store.integrityCheck() == [])
  }

  private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for number in 0..<count {
      group.enter()
      Thread {
        body(number)
        group.leave()
      }.start()
    }
    group.wait()
  }
}
