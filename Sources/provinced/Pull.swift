import ArgumentParser
import Evidence
import Logging
import Province

/// `provinced pull`: fetches from kiosks that cannot push.
struct Pull: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fetch logs from kiosks.",
    discussion: """
      With --url one kiosk is asked, and its address is remembered once it has answered as itself; \
      --log says which one, unless only one is enrolled. Without them every kiosk whose address is \
      known, or that holds a line ([sync] dialOut of its kiosk.toml), is asked in its turn, several at a \
      time. Any number of these may run: each kiosk is asked by one of them.
      """)

  /// EX_TEMPFAIL of sysexits.h.
  private static let later = ExitCode(75)

  @OptionGroup var options: CommonOptions

  @Option(help: "The kiosk's address, such as http://10.0.0.8:8080.")
  var url: String?

  @Option(help: "The kiosk's log, 32 hex digits.")
  var log: String?

  @Flag(
    help: """
      One round, then exit: 0 when every kiosk answered, 1 when one failed, 75 when none failed, but \
      another puller is at some of them.
      """)
  var once = false

  @Flag(help: "Only list how it stands with each kiosk.")
  var status = false

  func validate() throws {
    guard log == nil || url != nil else { throw ValidationError("--log needs --url") }
    try log.map(CommonOptions.checkLog)
    guard url.map(Application.isAddress) ?? true else {
      throw ValidationError("--url must be an address such as http://10.0.0.8:8080")
    }
    guard !status || (url == nil && !once) else {
      throw ValidationError("--status goes with neither --url nor --once")
    }
  }

  func run() throws {
    Signals.block()
    try options.speaking { words in
      let application = try options.application()
      guard !status else {
        return try application.pullSchedule.entries().map(words.line).forEach(Standard.print)
      }
      let puller = try application.puller()
      if let url {
        let log = try log.map { try LogID(hex: $0) } ?? puller.onlyLog()
        try one(Puller.Target(log: log, url: url), puller, words)
        try application.projector.catchUp()
        guard once else { return try serve(application, words) }
        return
      }
      once ? try round(application, words) : try serve(application, words)
    }
  }

  /// Asks one kiosk, whose address is remembered when it answers.
  private func one(
    _ target: Puller.Target, _ puller: Puller, _ words: CommandWords
  ) throws {
    do {
      Pull.report(target, try puller.pull(target), words)
    } catch let error as PostgresError {
      throw error
    } catch {
      let reason = (error as? Problem).map { "\($0.code): \($0.detail)" } ?? "\(error)"
      CommonOptions.logger.error(
        "pull failed", metadata: ["log": "\(target.log)", "error": "\(reason)"])
      guard once else { return }
      throw ExitCode(1)
    }
  }

  /// Asks every kiosk once, several at a time.
  private func round(_ application: Application, _ words: CommandWords) throws {
    let scheduler = try application.pullScheduler(logger: CommonOptions.logger)
    let turns = try scheduler.round()
    for turn in turns {
      switch turn.end {
      case .pulled(let outcome): Pull.report(turn.target, outcome, words)
      case .failed: break
      case .postponed: words.print(.pullBusy, ["log": turn.target.log])
      }
    }
    try application.projector.catchUp()
    guard !turns.contains(where: { $0.end == .failed }) else { throw ExitCode(1) }
    guard !turns.contains(where: { $0.end == .postponed }) else { throw Pull.later }
  }

  /// Asks kiosks as they come due, until a signal ends it.
  private func serve(_ application: Application, _ words: CommandWords) throws {
    let projector = Worker(
      name: "projector", intervalSeconds: 60, logger: CommonOptions.logger
    ) { try application.projector.catchUp() }
    let scheduler = try application.pullScheduler(logger: CommonOptions.logger) {
      projector.wake()
    }
    let workers = scheduler.workers() + [projector]
    workers.forEach { $0.start() }
    words.print(.pullServing)
    Signals.wait()
    application.stop.raise()
    scheduler.stop()
    workers.forEach { $0.stop() }
  }

  private static func report(
    _ target: Puller.Target, _ outcome: Puller.Outcome, _ words: CommandWords
  ) {
    words.print(
      .pullDone,
      [
        "log": target.log, "stored": outcome.stored, "next": outcome.next,
        "personal": outcome.personal,
      ])
  }
}
