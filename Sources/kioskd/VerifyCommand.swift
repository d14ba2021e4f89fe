import ArgumentParser
import Evidence
import Kiosk

/// Judges a certificate's code, or a picture or PDF of the certificate.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a certificate against root keys.",
    discussion: """
      Exit status: 0 genuine, 1 not genuine or withdrawn, 2 unreadable, 3 demonstration key.
      """)

  @OptionGroup var options: KioskOptions

  @Argument(help: "The code's text, or a PNG, JPEG, PDF or text file; otherwise standard input.")
  var input: String?

  @Option(
    name: [.customLong("roots"), .customLong("root")],
    help: "The file of root keys; otherwise the one of the data directory, if there is one.")
  var roots: String?

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    let source = InspectionSource(input: input, roots: roots, data: options.dataPath)
    let verifications: [Verification]
    do {
      let bytes = try source.bytes()
      verifications = Inspection(roots: try source.rootList()).inspect(bytes)
    } catch {
      throw Exit.failure("\(error)", status: 2)
    }
    let reports = verifications.map { VerificationReport(Judgement($0)) }
    if json {
      Exit.print(String(decoding: VerificationReport.json(of: reports), as: UTF8.self))
    } else {
      let texts = try options.texts()
      Exit.print(
        reports.map { $0.text(texts, options.chosenLanguage) }.joined(separator: "\n\n"))
    }
    let status = VerificationReport.worst(of: reports)
    guard status == 0 else {
      throw ExitCode(status)
    }
  }
}
