import ArgumentParser
import Evidence
import Kiosk

/// The province's bulletin, where there is no network.
struct BulletinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bulletin",
    abstract: "Show the province's bulletin that is held; take in a newer one.",
    discussion: """
      The bulletin carries root and device keys, the list of withdrawn certificates, administrative \
      units, rubrics and targets, and announcements. With a network the kiosk fetches it by itself, \
      at most once an hour.
      """,
    subcommands: [Show.self, Import.self], defaultSubcommand: Show.self)

  /// Prints what the bulletin says.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print number and day of the bulletin and its announcements.")

    @OptionGroup var options: KioskOptions

    func run() throws {
      let texts = try options.texts()
      try options.trusting { keys in
        Exit.print(try BulletinReport(keys.trust).text(texts, options.chosenLanguage))
      }
    }
  }

  /// Takes in a bulletin.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take in a bulletin from a file.",
      discussion: "A running kiosk uses it at once. An older one than is held is refused.")

    @OptionGroup var options: KioskOptions

    @Argument(help: "The bulletin, by custom bulletin.cose.")
    var file: String

    func run() throws {
      let texts = try options.texts()
      try options.trusting { keys in
        do {
          let taking = try CarriedFiles(keys: keys).importBulletin(from: file)
          let said: CommandText = taking == .taken ? .bulletinTaken : .bulletinRepeated
          Exit.print(said.text(texts, options.chosenLanguage))
        } catch let error as TrustError {
          let key = CommandText(refusedBulletin: error.reason)
          let values = ["file": file, "reason": error.code]
          throw Exit.failure(key.text(texts, options.chosenLanguage, values), status: 1)
        }
        Exit.print(try BulletinReport(keys.trust).text(texts, options.chosenLanguage))
      }
    }
  }
}
