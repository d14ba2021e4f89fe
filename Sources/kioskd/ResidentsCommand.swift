import ArgumentParser
import Kiosk

/// Lists the residents, for programs.
struct ResidentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "residents",
    abstract: "List card code, name and birth year of every resident as CSV.",
    discussion: "Works while the kiosk is running.")

  @OptionGroup var options: KioskOptions

  func run() throws {
    do {
      try ResidentList.write(data: options.dataPath) { Exit.say($0, to: 1) }
    } catch {
      throw Exit.failure(error, data: options.dataPath)
    }
  }
}
