import ArgumentParser
import Centre
import Province

/// `provinced enrol-code`: makes a one-time code for a kiosk.
struct EnrolCode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enrol-code", abstract: "Make a one-time code for enrolling a kiosk.")

  @OptionGroup var options: CommonOptions

  @Option(help: "The centre's code: 5 digits of the commune, a dash, a number, as 14464-1.")
  var centre: String

  @Option(help: "What to call the kiosk when it brings no name of its own.")
  var name: String?

  func validate() throws {
    guard (try? CentreCode(centre)) != nil else {
      throw ValidationError("--centre must be 5 digits, a dash and a number, as 14464-1")
    }
  }

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      let offer = try application.enrolments.offer(centre: centre, name: name ?? centre)
      let day = Day(wallMilliseconds: offer.expiresMilliseconds)
      let time = TimeOfDay.text(wallMilliseconds: offer.expiresMilliseconds)
      Standard.print(offer.code.text)
      words.print(.enrolUntil, ["day": day.ddMMyyyy, "time": time])
    }
  }
}
