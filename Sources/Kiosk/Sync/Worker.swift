import Foundation

/// A named thread that runs a step when it is woken or when the step's own delay is over. Tests call
/// the step themselves and need no thread.
package final class Worker: @unchecked Sendable {
  // Unchecked: `condition` guards every mutable member.
  private let name: String
  private let step: @Sendable () -> Double
  private let condition = MonotonicCondition()
  private var isWoken = false
  private var isStopping = false
  private var isRunning = false

  /// - Parameters:
  ///   - name: what the thread is called, at most 15 characters.
  ///   - step: does what is due and says after how many seconds it wants to run again.
  package init(name: String, step: @escaping @Sendable () -> Double) {
    self.name = name
    self.step = step
  }

  /// Starts the thread; the first step runs at once.
  package func start() {
    condition.withLock {
      isStopping = false
      isRunning = true
    }
    let thread = Thread { [self] in run() }
    thread.name = name
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Runs the next step now instead of later. May be called from any thread, also before `start`.
  package func wake() {
    condition.withLock {
      isWoken = true
      condition.broadcast()
    }
  }

  /// Ends the thread after the step that is running; waits for it at most `seconds`.
  package func stop(withinSeconds seconds: Double) {
    let limit = MonotonicCondition.limit(inSeconds: seconds)
    condition.withLock {
      isStopping = true
      condition.broadcast()
      while isRunning, condition.wait(until: limit) {}
    }
  }

  private func run() {
    while pause(step()) {}
    condition.withLock {
      isRunning = false
      condition.broadcast()
    }
  }

  /// Waits until the next step is due; false when the thread shall end.
  private func pause(_ seconds: Double) -> Bool {
    let limit = MonotonicCondition.limit(inSeconds: seconds)
    return condition.withLock {
      while !isWoken, !isStopping, condition.wait(until: limit) {}
      isWoken = false
      return !isStopping
    }
  }
}
