import ArgumentParser
import Foundation
import Logging
import Province
import Synchronization

/// `provinced forward`: sends statements to a learning record store.
struct Forward: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send attendance and certificates as xAPI statements to a learning record store.",
    discussion: """
      Where to is set in [forward] of the settings. One forwarder works at a time; a second one waits \
      until the first has ended, and with --once it refuses (exit 75). Statements have ids that \
      follow from the log, so nothing doubles, however often it is sent.
      """)

  @OptionGroup var options: CommonOptions

  @Flag(
    help: """
      Send all there is, then exit: 0 when everything is in the store, 75 when the store is to be left \
      alone for now or another forwarder works, 1 when it failed.
      """)
  var once = false

  @Flag(help: "Print how far each log is and what the store refused; send nothing.")
  var status = false

  @Flag(help: "Send again what the store refused.")
  var retry = false

  @Flag(help: "Go back to the beginning of every log first; what the store has is not sent again.")
  var again = false

  @Flag(help: "Leave out what happened before now in logs of which nothing was sent yet.")
  var fromNow = false

  /// EX_TEMPFAIL of sysexits.h.
  private static let later: Int32 = 75

  func validate() throws {
    guard !status || !(once || retry || again || fromNow) else {
      throw ValidationError("--status goes alone")
    }
    guard !again || !fromNow else {
      throw ValidationError("--again and --from-now exclude each other")
    }
  }

  func run() throws {
    Signals.block()
    try options.speaking { words in
      let settings = try options.settings()
      let application = try options.application()
      guard !status else {
        return try application.forwardReport.lines().forEach(words.print)
      }
      let assets = try settings.assets
      let forwarder = try application.forwarder(assets: assets)
      if again || fromNow || retry { try prepare(forwarder, words) }
      if once {
        try runOnce(forwarder, words)
      } else if !(again || fromNow || retry) {
        keepOn(forwarder, settings.forward)
      }
    }
  }

  private func session(_ forwarder: Forwarder) throws -> ForwardSession {
    guard let session = try forwarder.begin() else {
      throw Refused(.forwardBusy, exitCode: Forward.later)
    }
    return session
  }

  /// What is done once, before forwarding or instead of it.
  private func prepare(_ forwarder: Forwarder, _ words: CommandWords) throws {
    let session = try session(forwarder)
    if again {
      try forwarder.reset(session)
      words.print(.forwardAgain)
    }
    if fromNow {
      words.print(.forwardFromNow, ["count": try forwarder.beginNow(session)])
    }
    if retry {
      let (taken, outcome) = try forwarder.retry(session)
      words.print(.forwardRetried, ["count": taken])
      try report(outcome, words)
    }
  }

  private func runOnce(_ forwarder: Forwarder, _ words: CommandWords) throws {
    let session = try session(forwarder)
    while true {
      let outcome = try forwarder.round(session, isHurried: true)
      // A batch that may be under way is waited for; a wait that the store asked for is not.
      guard case .settling(let milliseconds) = outcome else {
        return try report(outcome, words)
      }
      Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
    }
  }

  private func report(_ outcome: Forwarder.Outcome, _ words: CommandWords) throws {
    switch outcome {
    case .complete: words.print(.forwardComplete)
    case .settling, .stopped: break
    case .waiting(let milliseconds):
      throw Refused(
        .forwardRest, ["seconds": milliseconds / 1000 + 1], exitCode: Forward.later)
    case .failed(let reason): throw Refused(.forwardFailed, ["reason": reason])
    }
  }

  /// Forwards whenever there is something, until a signal comes.
  private func keepOn(_ forwarder: Forwarder, _ settings: Settings.ForwardSettings) {
    let session = Mutex<ForwardSession?>(nil)
    let worker = Worker(
      name: "forwarder", intervalSeconds: settings.intervalSeconds, logger: CommonOptions.logger
    ) {
      try session.withLock { try Forward.round(forwarder, &$0) }
    }
    worker.start()
    Signals.wait()
    forwarder.stop()
    worker.stop()
  }

  private static func round(_ forwarder: Forwarder, _ session: inout ForwardSession?) throws {
    do {
      guard let mine = try session ?? forwarder.begin() else { return }
      session = mine
      if case .failed(let reason) = try forwarder.round(mine) {
        CommonOptions.logger.error("forward failed", metadata: ["reason": "\(reason)"])
      }
    } catch {
      // With the connection the lock may be gone: the next round begins with both anew.
      session = nil
      throw error
    }
  }
}
