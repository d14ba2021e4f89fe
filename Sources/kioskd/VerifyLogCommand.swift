import ArgumentParser
import Kiosk

/// Computes the whole log anew from the bytes on disk and names what is wrong first.
struct VerifyLogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-log",
    abstract: "Compute the log anew from the disk and hold it against all that was signed for it.",
    discussion: """
      Works while the kiosk is running. A checkpoint is the text of the code on a closing slip (kioskd \
      read prints it), a receipt or a proof file.

      Exit status: 0 the log is whole, 1 something is wrong, 2 it cannot be read.
      """)

  @OptionGroup var options: KioskOptions

  @Option(name: .long, help: "A file with a signed checkpoint that the log must agree with.")
  var checkpoint: String?

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    let texts = try options.texts()
    let language = options.chosenLanguage
    let outcome: LogInspection.Outcome
    do {
      let note = try checkpoint.map { try LogInspection.checkpointText(inFile: $0) }
      outcome = try LogInspection(data: options.dataPath).run(checkpoint: note)
    } catch let refusal as LogInspection.Refusal {
      let file = checkpoint.map { "\($0): " } ?? ""
      throw Exit.failure(file + refusal.text(texts, language), status: 2)
    } catch {
      throw Exit.failure(StartError(error, data: options.dataPath).message, status: 2)
    }
    Exit.print(
      json
        ? String(decoding: try outcome.json(), as: UTF8.self) : outcome.text(texts, language))
    guard outcome.isWhole else {
      throw ExitCode(1)
    }
  }
}
