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
    try reporting {
      let application = try options.application()
      for file in files { try add(file, application) }
      let requests = try application.waiting.gather()
      guard !requests.isEmpty else {
        return Standard.print("Nothing waits for the offline root; no file was written.")
      }
      try PlainFile.write(try requests.json(), to: out)
      Standard.print(
        "\(out): \(requests.devices.count) kiosks, \(requests.status.count) status keys, "
          + "\(requests.notices.count) withdrawn kiosks")
    }
  }

  private func add(_ file: String, _ application: Application) throws {
    let request = try PlainFile.request(file)
    switch try application.certificates.request(request, log: request.log) {
    case .pending: break
    case .certified(let answer):
      let days = (answer.deviceCertificate.expires - WallClock.system.seconds) / 86_400
      Standard.print(
        "\(file): certified already, for \(days) more days; provinced root certify gives the answer"
      )
    }
  }
}
