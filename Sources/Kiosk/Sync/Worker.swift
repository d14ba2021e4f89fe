import Foundation

/// A named thread that runs a step when it is woken or when the step's own delay is over. Tests call
/// the step themselves and need no thread.
package final class Worker: Sendable {
  private struct State {
    var isWoken = false
    var isStopping = false
    var isRunning = false
  }

  private let name: String
  private let step: @Sendable () -> Double
  private let state = Monitor(State())

  /// - Parameters:
  ///   - name: what the thread is called, at most 15 characters.
  ///   - step: does what is due and says after how many seconds it wants to run again.
  package init(name: String, step: @escaping @Sendable () -> Double) {
    self.name = name
    self.step = step
  }

  /// Starts the thread; the first step runs at once.
  package func start() {
    state.change { state in
      state.isStopping = false
      state.isRunning = true
    }
    let thread = Thread { [self] in run() }
    thread.name = name
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Runs the next step now instead of later. May be called from any thread, also before `start`.
  package func wake() {
    state.change { $0.isWoken = true }
  }

  /// Ends the thread after the step that is running; waits for it at most `seconds`.
  package func stop(withinSeconds seconds: Double) {
    state.change { $0.isStopping = true }
    _ = state.first(withinSeconds: seconds) { $0.isRunning ? nil : true }
  }

  private func run() {
    while pause(step()) {}
    state.change { $0.isRunning = false }
  }

  /// Waits until the next step is due; false when the thread shall end.
  private func pause(_ seconds: Double) -> Bool {
    let isEnding = state.first(withinSeconds: seconds) { state -> Bool? in
      guard state.isWoken || state.isStopping else { return nil }
      state.isWoken = false
      return state.isStopping
    }
    return isEnding != true
  }
}
