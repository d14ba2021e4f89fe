import ArgumentParser
import Kiosk

/// Prints what the codes on pictures say, one line a code: to try a camera, a card or a printer.
struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Print the text of the QR codes on PNG, JPEG or PDF files.",
    discussion: "Exit status: 0 every file had a code, 2 one could not be read or had none.")

  @Argument(help: "The files.")
  var files: [String]

  func run() throws {
    for file in files {
      let texts: [String]
      do {
        texts = try PictureReading.texts(inFile: file)
      } catch {
        throw Exit.failure("\(file): \(error)", status: 2)
      }
      guard !texts.isEmpty else {
        throw Exit.failure("\(file): No QR code was found in it.", status: 2)
      }
      texts.forEach(Exit.print)
    }
  }
}
