import ArgumentParser
import Province

/// `provinced enrol`: enrols a kiosk that has no network.
struct EnrolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enrol",
    abstract: "Enrol a kiosk without a network, by the file that kioskd enrol --request wrote.",
    discussion: """
      Writes the answer that kioskd enrol --answer takes. It holds the kiosk's secret token: delete it \
      from the stick once it was taken.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: "The kiosk's request.")
  var file: String

  @Option(help: "The one-time code from provinced enrol-code; otherwise the one in the request.")
  var code: String?

  @Option(help: "The file of the answer; otherwise <log>.enrolment.json beside the request.")
  var out: String?

  @Option(help: "Where kiosks reach this province, for a network that comes later.")
  var url: String?

  func run() throws {
    try reporting {
      let application = try options.application()
      let done = try application.carriedEnrolment.enrol(file: file, code: code, url: url ?? "")
      let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
      let path = out ?? "\(folder)\(done.log).enrolment.json"
      try SecretFile(path).replace(done.answer)
      Standard.print("\(path): enrolled log \(done.log)")
    }
  }
}
