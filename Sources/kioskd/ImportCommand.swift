import ArgumentParser
import Kiosk

/// Takes in what the province sent on a stick.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take in files of the province: receipts, the list of withdrawn certificates.",
    discussion: """
      Each file is told apart by what it holds, whatever its name. Works while the kiosk is running, \
      which then takes it within seconds. Exit status: 0 every file was taken or held before, 1 one was \
      not, 75 the running kiosk has not answered yet.
      """)

  @OptionGroup var options: KioskOptions

  @Argument(help: "The files.")
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
    for file in files {
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
