import ArgumentParser
import Evidence
import Province

/// `provinced project`: makes the counted tables out of the ledger.
struct Project: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring the counted tables up to date with the ledger.",
    discussion: "Exit status: 0 they are, 1 a log stays behind.")

  @OptionGroup var options: CommonOptions

  @Flag(help: "Forget them first and make them all again.")
  var again = false

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      if again { try application.projector.reset() }
      let caught = try application.projector.caughtUp()
      words.print(.projectDone, ["count": caught.events])
      guard !caught.behind.isEmpty else { return }
      throw Refused(
        .projectBehind, ["logs": caught.behind.map(\.hex).joined(separator: ", ")])
    }
  }
}
