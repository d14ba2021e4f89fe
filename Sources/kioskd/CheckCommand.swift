import ArgumentParser
import HTTP
import Kiosk

/// Prints the effective settings and tries what the kiosk depends on.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Print the effective settings; try disk, clock, layouts, printer, keys and province.",
    discussion: "Works while the kiosk is running. Exit status 1 when something needs attention.")

  @OptionGroup var options: KioskOptions

  func run() throws {
    let settings = try options.settings()
    let texts = try options.texts()
    let language = options.chosenLanguage
    var section = ""
    for entry in settings.entries {
      let parts = entry.key.split(separator: ".").map(String.init)
      if parts[0] != section {
        section = parts[0]
        Exit.print("[\(section)]")
      }
      let mark = entry.value == entry.defaultValue ? "" : "  # default \(entry.defaultValue)"
      Exit.print("\(parts[1]) = \(entry.value)\(mark)")
    }
    let client: Client
    let assets: String
    do {
      assets = try Assets.pages()
      let clock = Clock.machine(
        hasBattery: settings.clock.hasBattery, data: options.dataPath)
      client = Client(
        settings: try ClientSettings(settings.sync, data: options.dataPath, clock: clock))
    } catch {
      throw Exit.failure(error, data: options.dataPath, settings: settings)
    }
    let trial = Trial(settings: settings, data: options.dataPath, assets: assets) {
      try client.send($0)
    }
    let findings = trial.run()
    for finding in findings {
      let state = finding.isGood ? CommandText.checkGood : .checkBad
      let what = finding.subject.text(texts, language)
      Exit.print("\(what): \(state.text(texts, language)). \(finding.detail(texts, language))")
    }
    guard findings.allSatisfy(\.isGood) else {
      throw ExitCode(1)
    }
  }
}
