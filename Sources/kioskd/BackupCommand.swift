import ArgumentParser
import Kiosk

/// Makes a backup while the kiosk runs.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Write everything that this kiosk has recorded into one file.",
    discussion: "Works while the kiosk is running. kioskd restore puts it back.")

  @OptionGroup var options: KioskOptions

  @Option(name: .long, help: "The file to write, by custom with the ending .tar.")
  var out: String

  @Flag(
    name: .long, help: "With the secret keys, so that another machine can take this one's place.")
  var withKeys = false

  func run() throws {
    let settings = try options.settings()
    let texts = try options.texts()
    let language = options.chosenLanguage
    do {
      let data = try DataDirectory(existing: options.dataPath, settings: settings.clock)
      let size = try Backup(
        data: options.dataPath, keys: data.keys, clock: data.clock, limits: settings.limits
      ).write(to: out, withKeys: withKeys)
      let values = ["count": "\(size)", "path": out]
      Exit.print(CommandText.backupDone.text(texts, language, values))
      let keys: CommandText = withKeys ? .backupWithKeys : .backupWithoutKeys
      Exit.print(keys.text(texts, language))
    } catch let room as BackupRoom.Missing {
      throw Exit.failure(
        CommandText.backupNoRoom.text(texts, language, room.values),
        status: StartError.Reason.disk.rawValue)
    } catch {
      throw Exit.failure(error, data: options.dataPath)
    }
  }
}
