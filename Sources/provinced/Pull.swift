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
      known is asked.
      """)

  @OptionGroup var options: CommonOptions

  @Option(help: "The kiosk's address, such as http://10.0.0.8:8080.")
  var url: String?

  @Option(help: "The kiosk's log, 32 hex digits.")
  var log: String?

  @Flag(help: "One round, then exit: 0 when every kiosk answered, 1 otherwise.")
  var once = false

  func validate() throws {
    guard log == nil || url != nil else { throw ValidationError("--log needs --url") }
  }

  func run() throws {
    Signals.block()
    try reporting {
      let settings = try options.settings()
      let application = try options.application()
      let puller = application.puller()
      let target = try url.map { url in
        let log = try log.map { try LogID(hex: $0) } ?? puller.onlyLog()
        return Puller.Target(log: log, url: url)
      }
      guard !once else {
        let isComplete = try Pull.round(puller, target)
        try application.projector.catchUp()
        guard isComplete else { throw ExitCode(1) }
        return
      }
      let worker = Worker(
        name: "puller", intervalSeconds: settings.pull.intervalSeconds,
        logger: CommonOptions.logger
      ) {
        _ = try Pull.round(puller, target)
        try application.projector.catchUp()
      }
      worker.start()
      Signals.wait()
      worker.stop()
    }
  }

  /// Asks each kiosk in turn; one that fails does not keep the others waiting for the next round.
  private static func round(_ puller: Puller, _ target: Puller.Target?) throws -> Bool {
    var isComplete = true
    let targets = try target.map { [$0] } ?? puller.targets()
    for target in targets {
      do {
        let outcome = try puller.pull(target)
        Standard.print(
          "\(target.log) \(outcome.stored) new events, \(outcome.next) in all, "
            + "\(outcome.personal) personal values")
      } catch let error as PostgresError {
        throw error
      } catch let problem as Problem {
        isComplete = false
        log(target, "\(problem.code): \(problem.detail)")
      } catch {
        isComplete = false
        log(target, "\(error)")
      }
    }
    return isComplete
  }

  private static func log(_ target: Puller.Target, _ message: String) {
    CommonOptions.logger.error(
      "pull failed", metadata: ["log": "\(target.log)", "error": "\(message)"])
  }
}
