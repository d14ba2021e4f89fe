import ArgumentParser
import Kiosk

/// Takes in what the province sent on a stick.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract:
      "Take in files of the province: receipts, lists, the bulletin, answers to requests.",
    discussion: """
      Each file is told apart by what it holds, whatever its name; of a folder, such as that of a stick, \
      what the province wrote for this kiosk is taken. Works while the kiosk is running, which then takes \
      it within seconds. Exit status: 0 every file was taken or held before, 1 one was not, or there was \
      none, 75 the running kiosk has not answered yet.
      """)

  @OptionGroup var options: KioskOptions

  @Argument(help: "The files, or folders that hold them.")
  var files: [String]

  func run() throws {
    let settings = try options.settings()
    let texts = try options.texts()
    let carried: CarriedImport
    do {
      carried = try CarriedImport(data: options.dataPath, settings: settings)
    } catch {
      throw Exit.failure(error, data: options.dataPath)
    }
    defer { carried.finish() }
    var status: Int32 = 0
    for path in files where carried.files(at: path).isEmpty {
      let text = CommandText.importNothing.text(texts, options.chosenLanguage)
      _ = Exit.failure("\(path): \(text)", status: 1)
      status = 1
    }
    for file in files.flatMap(carried.files) {
      let answer = carried.take(file: file)
      let text = answer.text.text(texts, options.chosenLanguage, answer.values)
      if answer.isGood {
        Exit.print("\(file): \(text)")
      } else {
        _ = Exit.failure("\(file): \(text)", status: 1)
        status = answer.text == .importNoAnswer ? 75 : max(status, 1)
      }
    }
    guard status == 0 else { throw ExitCode(status) }
  }
}
