import ArgumentParser
import Centre
import Evidence
import Province

/// `provinced enrol-code`: makes a one-time code for a kiosk.
struct EnrolCode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enrol-code", abstract: "Make a one-time code for enrolling a kiosk.",
    discussion: """
      A log keeps its key. When a kiosk was restored from a backup without keys, because its card is lost, \
      --replaces makes a code by which it goes on with its log under its new key. The old device is \
      withdrawn at that moment: it may send nothing more, and the certificates that have come from it stay \
      good.
      """)

  @OptionGroup var options: CommonOptions

  @Option(help: "The centre's code: 5 digits of the commune, a dash, a number, as 14464-1.")
  var centre: String

  @Option(help: "What to call the kiosk when it brings no name of its own.")
  var name: String?

  @Option(help: "The log, 32 hex digits, with which a kiosk restored without its keys goes on.")
  var replaces: String?

  func validate() throws {
    guard (try? CentreCode(centre)) != nil else {
      throw ValidationError("--centre must be 5 digits, a dash and a number, as 14464-1")
    }
    guard replaces.map({ (try? LogID(hex: $0)) != nil }) ?? true else {
      throw ValidationError(
        "--replaces must be 32 lower-case hex digits, as in provinced kiosks")
    }
  }

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      let replaced = try replaces.map { try LogID(hex: $0) }
      let offer = try application.enrolments.offer(
        centre: centre, name: name ?? centre, replaces: replaced)
      let day = Day(wallMilliseconds: offer.expiresMilliseconds)
      let time = TimeOfDay.text(wallMilliseconds: offer.expiresMilliseconds)
      Standard.print(offer.code.text)
      words.print(.enrolUntil, ["day": day.ddMMyyyy, "time": time])
      if let replaced { words.print(.enrolReplaces, ["log": replaced]) }
    }
  }
}
