import ArgumentParser
import Centre
import Evidence
import Kiosk

/// Judges a certificate's code, or a picture or PDF of the certificate.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a certificate against root keys and the list of withdrawn ones.",
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

  @Option(
    name: .long,
    help: "The province's bundle of withdrawn certificates; otherwise the one last received.")
  var bundle: String?

  @Option(name: .long, help: "The day by which a list is called old, as 2026-11-25.")
  var today: String?

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func validate() throws {
    if let today, Day(iso: today) == nil {
      throw ValidationError("--today must be a day as 2026-11-25")
    }
  }

  private var day: Day {
    today.flatMap { Day(iso: $0) }
      ?? Day(wallMilliseconds: Clock.machine().read().wallMilliseconds)
  }

  func run() throws {
    let source = InspectionSource(
      input: input, roots: roots, bundle: bundle, data: options.dataPath)
    let verifications: [Verification]
    do {
      let bytes = try source.bytes()
      verifications = Inspection(trust: try source.trust(), today: day.daysSince1970)
        .inspect(bytes)
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
