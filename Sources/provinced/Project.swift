import ArgumentParser
import Province

/// `provinced project`: makes the counted tables out of the ledger.
struct Project: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring the counted tables up to date with the ledger.")

  @OptionGroup var options: CommonOptions

  @Flag(help: "Forget them first and make them all again.")
  var again = false

  func run() throws {
    try reporting {
      let application = try options.application()
      if again { try application.projector.reset() }
      Standard.print("\(try application.projector.catchUp()) events projected")
    }
  }
}
