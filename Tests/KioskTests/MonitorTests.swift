import Foundation
import Testing

@testable import Kiosk

@Suite struct MonitorTests {
  @Test func `a change wakes whoever waits for it`() {
    let monitor = Monitor(0)
    Thread { monitor.change { $0 = 7 } }.start()

    #expect(monitor.first(withinSeconds: 60) { $0 == 0 ? nil : $0 } == 7)
  }

  @Test func `what is there already is not waited for, and what never comes is nil`() {
    let monitor = Monitor(7)

    #expect(monitor.first(withinSeconds: 3_155_760_000) { $0 } == 7)
    #expect(monitor.first(withinSeconds: 0) { $0 == 7 ? nil : $0 } == nil)
  }

  @Test func `changes by many threads are all there`() async {
    let monitor = Monitor(0)

    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { for _ in 0..<1_000 { monitor.change { $0 += 1 } } } }
    }

    #expect(monitor.withLock { $0 } == 8_000)
  }
}
