import ArgumentParser
import Evidence
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
    try options.speaking { words in
      let application = try options.application()
      let done = try enrolled(application)
      let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
      let path = out ?? "\(folder)\(done.log).enrolment.json"
      try SecretFile(path).replace(done.answer)
      words.print(.enrolDone, ["path": path, "log": done.log])
    }
  }

  private func enrolled(_ application: Application) throws -> (answer: [UInt8], log: LogID) {
    do {
      return try application.carriedEnrolment.enrol(file: file, code: code, url: url ?? "")
    } catch let problem as Problem where problem.code == "json" || problem.code == "member" {
      // What a server calls a body is a file to whoever types the command.
      let isCode = code == nil && problem.detail.hasPrefix("\"code\"")
      throw isCode
        ? Refused(.enrolNoCode, ["file": file])
        : Refused(.enrolNoRequest, ["file": file, "reason": problem.detail])
    }
  }
}
