import ArgumentParser
import Evidence
import Province

/// `provinced root import`: takes in what the offline root has signed.
struct RootImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take in what the offline root has signed.",
    discussion: """
      Each answer is checked against what was asked for and against the root list. Kiosks with a \
      network fetch their certificates by themselves; --answers also writes them as files for a stick. \
      A second import changes nothing. Exits with 1 when an answer was refused; the others are taken in.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: "Files of provinced root certify.")
  var files: [String]

  @Option(
    help: "An existing directory for a LOG.certificate.json of each kiosk that was certified.")
  var answers: String?

  func validate() throws {
    guard answers.map({ OutputPlace($0).isDirectory }) ?? true else {
      throw ValidationError("--answers must be an existing directory")
    }
  }

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      var isRefused = false
      for file in files {
        let outcome = try application.answerImport.take(
          try PlainFile.parsed(file) { try RootAnswers(file: $0) })
        try report(outcome, file, words)
        isRefused = isRefused || !outcome.refusals.isEmpty
      }
      try Publishing.afterChange(application, words)
      guard !isRefused else { throw ExitCode(1) }
    }
  }

  private func report(
    _ outcome: AnswerImport.Outcome, _ file: String, _ words: CommandWords
  ) throws {
    words.print(
      .rootImported,
      [
        "file": file, "kiosks": outcome.certificates.count, "statusKeys": outcome.statusKeys,
        "notices": outcome.notices,
      ])
    outcome.refusals.forEach(words.complain)
    guard let answers else { return }
    for answer in outcome.certificates {
      let place = "\(answers)/\(CarriedName.certificate(for: answer.log))"
      try PlainFile.write(try answer.json(), to: place)
      words.print(.rootForKiosk, ["path": place, "device": answer.deviceCertificate.device])
    }
  }
}
