import ArgumentParser
import Evidence
import Province

/// `provinced kiosks set-url`: where `provinced pull` finds a kiosk.
struct KiosksSetURL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set-url",
    abstract: "Name the address at which a kiosk is asked by provinced pull.",
    discussion: "Write \"\" for the address to forget it.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The kiosk's log, 32 hex digits, as provinced kiosks shows it.")
  var log: String

  @Argument(help: "The address, such as http://10.0.0.8:8080.")
  var url: String

  func validate() throws {
    guard (try? LogID(hex: log)) != nil else {
      throw ValidationError("LOG must be 32 lower-case hex digits")
    }
  }

  func run() throws {
    try options.speaking { words in
      try options.application().setKioskURL(url, log: try LogID(hex: log))
      words.print(url.isEmpty ? .kiosksNotPulled : .kiosksPulled, ["log": log, "url": url])
    }
  }
}
