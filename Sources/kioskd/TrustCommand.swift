import ArgumentParser
import Evidence
import Kiosk

/// What this kiosk believes about certificates, where there is no network.
struct TrustCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "Show the root keys and the list of withdrawn certificates; take in a newer list.",
    discussion: "With a network the kiosk fetches the list by itself, at most once an hour.",
    subcommands: [Show.self, Import.self], defaultSubcommand: Show.self)

  /// Prints root keys, list and notices.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the root keys, the day of the list and the withdrawn devices.")

    @OptionGroup var options: KioskOptions

    func run() throws {
      let texts = try options.texts()
      try options.trusting { keys in
        Exit.print(TrustReport(try keys.trust.current()).text(texts, options.chosenLanguage))
      }
    }
  }

  /// Takes in a bundle.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take in the province's bundle of withdrawn certificates.",
      discussion: "A running kiosk uses it at once. An older one than is held is refused.")

    @OptionGroup var options: KioskOptions

    @Argument(help: "The bundle, by custom revocations.bundle.")
    var file: String

    func run() throws {
      let texts = try options.texts()
      try options.trusting { keys in
        do {
          let taking = try CarriedFiles(keys: keys).importBundle(from: file)
          let said: CommandText = taking == .taken ? .trustTaken : .trustRepeated
          Exit.print(said.text(texts, options.chosenLanguage))
        } catch let error as TrustError {
          let values = ["file": file, "reason": error.code]
          let said = CommandText(refusedList: error.reason)
          throw Exit.failure(said.text(texts, options.chosenLanguage, values), status: 1)
        }
        Exit.print(TrustReport(try keys.trust.current()).text(texts, options.chosenLanguage))
      }
    }
  }
}

extension KioskOptions {
  /// Runs what concerns this kiosk's trust; a fault of the disk ends the program by its name.
  func trusting(_ body: (Keys) throws -> Void) throws {
    let settings = try settings()
    do {
      try body(try DataDirectory(existing: dataPath, settings: settings.clock).keys)
    } catch let exit as ExitCode {
      throw exit
    } catch {
      throw Exit.failure(error, data: dataPath)
    }
  }
}
