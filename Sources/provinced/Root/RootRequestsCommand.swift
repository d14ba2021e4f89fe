import ArgumentParser
import Evidence
import Province

/// `provinced root requests`: what waits for the offline root.
struct RootRequestsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requests",
    abstract: "Write what waits for the offline root into a file.",
    discussion: """
      That is: kiosks that were enrolled or ask for their next certificate, the key of the status list \
      when it ends within 30 days, and kiosks that were withdrawn. Requests that a stick brought from a \
      kiosk without a network (*.request.json) may be named: they are checked against the enrolled \
      kiosks and added. Writing the file again is harmless.
      """)

  @OptionGroup var options: CommonOptions

  @Option(help: "The file to write; one that is there is replaced.")
  var out: String

  @Argument(help: "Requests that a stick brought from kiosks, *.request.json.")
  var files: [String] = []

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      for file in files { try add(file, application, words) }
      let requests = try application.waiting.gather()
      guard !requests.isEmpty else { return words.print(.rootNothing) }
      try PlainFile.write(try requests.json(), to: out)
      words.print(
        .rootRequested,
        [
          "path": out, "kiosks": requests.devices.count, "statusKeys": requests.status.count,
          "notices": requests.notices.count,
        ])
    }
  }

  private func add(
    _ file: String, _ application: Application, _ words: CommandWords
  ) throws {
    let request = try PlainFile.request(file)
    switch try application.certificates.request(request, log: request.log) {
    case .pending: break
    case .certified(let answer):
      let days = (answer.deviceCertificate.expires - WallClock.system.seconds) / 86_400
      words.print(.rootCertifiedAlready, ["file": file, "days": days])
    }
  }
}
