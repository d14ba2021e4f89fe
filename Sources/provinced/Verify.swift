import ArgumentParser
import Evidence
import Province

/// `provinced verify`: checks a certificate's QR text against all that the province knows.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the text of a certificate's QR code.",
    discussion: """
      The province's roots, its register of cancelled and replaced certificates and its withdrawn \
      kiosks are asked as they are now, whether or not a list carries them yet. Exits with 0 genuine, 1 \
      not genuine, cancelled, replaced or from a withdrawn kiosk, 2 unreadable, 3 demonstration.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: "The text of the code; without it, one line of standard input.")
  var text: String?

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      try application.projector.catchUp()
      let report = words.report(
        try application.verifier.verify(text: text ?? readLine() ?? ""))
      report.lines.forEach(Standard.print)
      guard report.exitCode != 0 else { return }
      throw ExitCode(report.exitCode)
    }
  }
}
