import ArgumentParser
import Centre
import Evidence
import Province

/// `provinced device`: kiosks as holders of keys.
struct DeviceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "device", abstract: "Withdraw a kiosk that was lost or stolen.",
    subcommands: [DeviceWithdraw.self])
}

/// `provinced device withdraw`: a kiosk is no longer to be trusted.
struct DeviceWithdraw: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Withdraw a kiosk that was lost or stolen; there is no way back.",
    discussion: """
      The kiosk may send nothing more, and gets no certificate again. The certificates that had come \
      here stay good; whatever else its key has signed or will sign is refused by everyone who has the \
      next list. With --lost, what came here on that day or later is refused too. Run it again when more \
      is known: the later notice counts. An offline root must sign the notice: requests, certify, import.
      """)

  @OptionGroup var options: CommonOptions

  @Option(help: "The kiosk's log, 32 hex digits, as provinced kiosks shows it.")
  var log: String

  @Option(help: "Why, for the province's own records.")
  var reason: String = ""

  @Option(help: "The day on which it was lost, as 2026-11-20.")
  var lost: String?

  func validate() throws {
    try CommonOptions.checkLog(log)
    guard lost.map({ Day(iso: $0) != nil }) ?? true else {
      throw ValidationError("--lost must be a date as 2026-11-20")
    }
    guard reason.utf8.count <= 1000 else {
      throw ValidationError("--reason is longer than 1000 bytes")
    }
  }

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      let outcome = try application.withdrawals.withdraw(
        log: try LogID(hex: log), reason: reason, lost: lost.flatMap { Day(iso: $0) })
      words.print(.deviceWithdrawn, ["device": outcome.device, "good": outcome.good])
      if outcome.unknown > 0 {
        words.complain(Saying(.deviceUnknownCodes, ["count": outcome.unknown]))
      }
      guard outcome.isSigned else { return words.print(.deviceWaits) }
      try Publishing.afterChange(application, words)
    }
  }
}
