import ArgumentParser
import Evidence
import Province

/// `provinced root certify`: the root signs what is asked for.
struct RootCertify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: "Sign requests with the root.",
    discussion: """
      With --root, on the offline machine: prints what is asked for, asks for the passphrase, and \
      signs. A kiosk's own request (*.request.json) is answered by a *.certificate.json that a stick \
      carries back to it; the offline machine cannot know whether that kiosk was withdrawn, so take such \
      requests through provinced root requests where you can.

      Without --root, on the online machine: answers kiosks' own requests with the root of this machine, \
      or with what the offline root has certified, after checking them against the enrolled kiosks.
      """)

  @OptionGroup var options: CommonOptions

  @Option(help: "The root's file; without it the root of this machine.")
  var root: String?

  @Option(
    parsing: .upToNextOption,
    help: "Files of requests, or kiosks' own requests (*.request.json).")
  var requests: [String]

  @Option(help: "The file to write, or an existing directory; several requests need a directory.")
  var out: String

  @Option(help: "The root list that goes to kiosks; without it roots.json beside the root's file.")
  var roots: String?

  @Option(help: "A file of mode 0600 with the root's passphrase; otherwise the terminal asks.")
  var passphraseFile: String?

  func validate() throws {
    guard !requests.isEmpty else { throw ValidationError("--requests needs a file") }
    guard requests.count == 1 || OutputPlace(out).isDirectory else {
      throw ValidationError("--out must be an existing directory for several requests")
    }
  }

  func run() throws {
    try options.speaking { words in
      guard let root else { return try certifyHere(words) }
      let file = try PlainFile.root(root)
      words.print(.rootAsked, ["name": file.name, "fingerprint": file.key.fingerprint])
      let now = WallClock.system.seconds
      let work = try requests.map { path in
        (path: path, requests: try PlainFile.parsed(path) { try RootRequests(file: $0, now: now) })
      }
      for item in work { RootPlan(item.requests, now: now).lines.forEach(words.print) }
      let source = PassphraseSource(file: passphraseFile, words: words)
      let key = try file.open(try source.existing(of: root))
      let list = try PlainFile.roots(roots ?? RootCreation.listPath(besides: root))
      for item in work {
        let answers = try RootAnswers(to: item.requests, by: key)
        words.print(try write(answers, to: item.path, item.requests, list))
      }
    }
  }

  /// Writes the answers to one file of requests; says where they are to be carried.
  private func write(
    _ answers: RootAnswers, to path: String, _ requests: RootRequests, _ list: RootList
  ) throws -> Saying {
    if requests.province.isEmpty, let device = answers.devices.first {
      return try give(try RootAnswers.certificate(device, roots: list), to: path)
    }
    let place = OutputPlace(out).path(for: path, ending: ".json", as: ".answers.json")
    try PlainFile.write(try answers.json(), to: place)
    return Saying(.rootAnswered, ["path": place])
  }

  /// Kiosks' own requests, answered where the register is.
  private func certifyHere(_ words: CommandWords) throws {
    let application = try options.application()
    for path in requests {
      let request = try PlainFile.request(path)
      switch try application.certificates.request(request, log: request.log) {
      case .certified(let answer): words.print(try give(answer, to: path))
      case .pending: words.print(.rootNoted, ["path": path])
      }
    }
  }

  private func give(_ answer: CertificateAnswer, to path: String) throws -> Saying {
    let place = OutputPlace(out).path(
      for: path, ending: ".request.json", as: CarriedName.certificateSuffix)
    try PlainFile.write(try answer.json(), to: place)
    return Saying(
      .rootForKiosk, ["path": place, "device": answer.deviceCertificate.device])
  }
}
