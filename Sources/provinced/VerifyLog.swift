import ArgumentParser
import Evidence
import Province

/// `provinced verify-log`: computes the ledger anew.
struct VerifyLog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-log",
    abstract: "Compute the ledger anew from the bytes as they came; name what is wrong first.",
    discussion: """
      Reads beside a running service. Exit status: 0 every log is whole, 1 something is wrong, 2 there is \
      no such log.
      """)

  @OptionGroup var options: CommonOptions

  @Option(help: "The log, 32 hex digits; without it all of them.")
  var log: String?

  @Flag(help: "Print JSON, one object a line.")
  var json = false

  func validate() throws { try log.map(CommonOptions.checkLog) }

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      let audit = application.ledgerAudit
      var isWhole = true
      for name in try log.map({ [try LogID(hex: $0)] }) ?? audit.logs() {
        guard let report = try audit.audit(name) else {
          throw Refused(.verifyLogUnknownLog, ["log": name.hex], exitCode: 2)
        }
        isWhole = isWhole && report.finding == nil
        Standard.print(
          json
            ? String(decoding: try report.json.canonical(), as: UTF8.self) : words.line(report))
      }
      guard isWhole else { throw ExitCode(1) }
    }
  }
}
