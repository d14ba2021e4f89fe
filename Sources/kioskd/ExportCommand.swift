import ArgumentParser
import Kiosk

/// Writes the log into a folder, to be carried to the province.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract:
      "Write what the province has not confirmed into a folder, such as that of a USB stick.",
    discussion: """
      Works while the kiosk is running. The files hold the same bytes that are sent over a network; at \
      the province, provinced import takes them, and leaves a receipt beside them that kioskd import \
      takes. Nothing counts as confirmed before that.
      """)

  @OptionGroup var options: KioskOptions

  @Option(name: .long, help: "The folder; it is made where it is missing.")
  var out: String

  @Flag(name: .long, help: "Write everything, also what the province has confirmed.")
  var all = false

  func run() throws {
    let settings = try options.settings()
    let texts = try options.texts()
    let language = options.chosenLanguage
    do {
      let export = try CarriedExport(data: options.dataPath, settings: settings)
      let done = try export.write(to: out, isAll: all)
      let values = [
        "count": "\(done.end - done.start)", "files": "\(done.files.count)", "path": out,
      ]
      let said: CommandText = done.files.isEmpty ? .exportNothing : .exportDone
      Exit.print(said.text(texts, language, values))
    } catch is CarriedExport.NotEnrolled {
      throw Exit.failure(CommandText.exportNotEnrolled.text(texts, language), status: 1)
    } catch StickFault.different {
      throw Exit.failure(
        CommandText.exportDifferent.text(texts, language, ["path": out]), status: 74)
    } catch {
      throw Exit.failure(error, data: options.dataPath)
    }
  }
}
