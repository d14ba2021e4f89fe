import ArgumentParser
import Kiosk

/// Fills an empty data directory with an invented centre.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Fill an empty data directory with demonstration data.")

  @OptionGroup var options: KioskOptions

  @Option(name: .long, help: "Residents to invent.")
  var residents = 60

  @Option(name: .long, help: "Visits to record; otherwise those of four courses.")
  var visits: Int?

  @Flag(name: .long, help: "With demonstration data there: only see to it that a session is open.")
  var refresh = false

  func validate() throws {
    guard (1...1_000_000).contains(residents) else {
      throw ValidationError("--residents must be a number from 1 to 1000000")
    }
    if let visits, !(0...100_000_000).contains(visits) {
      throw ValidationError("--visits must be a number from 0 to 100000000")
    }
  }

  func run() throws {
    let settings = try options.settings()
    let texts = try options.texts()
    let path = options.dataPath
    func say(_ text: CommandText) {
      Exit.print(text.text(texts, options.chosenLanguage, ["path": path]))
    }
    guard DemoMark.isEmpty(path) else {
      guard refresh else {
        throw Exit.failure(
          CommandText.demoNotEmpty.text(texts, options.chosenLanguage, ["path": path]), status: 1)
      }
      guard DemoMark.isSet(in: path) else {
        return say(.demoNotOurs)
      }
      try attempt { try DemoData.refresh(path: path, settings: settings) }
      return say(.demoRefreshed)
    }
    try attempt {
      try DemoData.fill(
        path: path, settings: settings, size: DemoData.Size(residents: residents, visits: visits),
        now: Clock.machine().read(), progress: { Exit.print("  \($0)") })
    }
    say(.demoFilled)
  }

  private func attempt(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw Exit.failure(error, data: options.dataPath)
    }
  }
}
