import Centre
import HTTP
import Logging
import Synchronization

/// Takes what scanners have read, one code after another, and tells the open screens what came of it.
final class ScanIntake: Sendable {
  /// Codes that may wait for the disk; a class that scans faster for so long is not known.
  static let mostWaiting = 64
  /// A code that is not on the disk after so long is announced as being saved.
  static let patienceMilliseconds: Int64 = 300

  private struct Code {
    let text: String
    let readMilliseconds: Int64
    var isAnnounced = false
  }

  private let desk: Desk
  private let problems: ProblemPages
  private let logger: Logger
  /// The first is the one that is being taken.
  private let waiting = Mutex<[Code]>([])
  /// What makes `step` run now.
  private let wake = Mutex<@Sendable () -> Void> {}

  init(desk: Desk, problems: ProblemPages, logger: Logger) {
    self.desk = desk
    self.problems = problems
    self.logger = logger
  }

  /// Calls this whenever there is something to do.
  func onWork(_ wake: @escaping @Sendable () -> Void) {
    self.wake.withLock { $0 = wake }
  }

  /// A scanner has read this; never waits.
  func add(_ text: String, atMilliseconds now: Int64) {
    let isFull = waiting.withLock { waiting in
      guard waiting.count < Self.mostWaiting else { return true }
      waiting.append(Code(text: text, readMilliseconds: now))
      return false
    }
    if isFull {
      logger.error("event=scan outcome=dropped reason=\"too many codes wait\"")
      desk.screens.publish(problem: problems.pages(for: Self.crowd, at: "scanner"))
    }
    wake.withLock(\.self)()
  }

  /// Takes every code that waits.
  func step() {
    while let code = waiting.withLock({ $0.first?.text }) {
      let tell = take(code)
      // From here on nobody says any more that this code is being saved; then its answer follows.
      waiting.withLock { _ = $0.removeFirst() }
      tell()
    }
  }

  /// When the code that is being taken has taken long; nil when none is, or it has been said.
  var slowMilliseconds: Int64? {
    waiting.withLock { waiting in
      waiting.first.flatMap {
        $0.isAnnounced ? nil : $0.readMilliseconds + Self.patienceMilliseconds
      }
    }
  }

  /// Says once of a code that saving it takes long.
  func tellIfSlow(atMilliseconds now: Int64) {
    waiting.withLock { waiting in
      guard let first = waiting.first, !first.isAnnounced,
        first.readMilliseconds + Self.patienceMilliseconds <= now
      else { return }
      waiting[0].isAnnounced = true
      desk.screens.publishSaving()
    }
  }

  /// Takes a code; gives what tells the screens of it.
  private func take(_ code: String) -> () -> Void {
    guard !desk.isRepeated(code) else { return {} }
    do {
      let answer = try desk.checkIn(scanned: code, source: .serial)
      if case .answer(.chooseSession) = answer { desk.ask(code) }
      return { [desk] in desk.screens.publish(answer, wish: .init(code: code, source: .serial)) }
    } catch {
      let pages = problems.pages(for: error, at: "scanner")
      return { [desk] in desk.screens.publish(problem: pages) }
    }
  }

  private static let crowd = Refusal(
    .serviceUnavailable, code: "scan.crowd", detail: "Too many codes wait to be saved.")
}
