import ArgumentParser
import Kiosk

/// Draws papers of invented people: what one looks at while changing a layout.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draw papers of invented people in the layouts of the configuration.",
    discussion: "The codes verify as DEMONSTRATION. Needs no data directory.")

  @OptionGroup var options: KioskOptions

  @Option(
    name: .long,
    help: "What to draw: \(SamplePapers.Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var paper = SamplePapers.Kind.course

  @Option(name: .long, help: "Certificates, or rows of a list.")
  var count = 1

  @Option(name: .long, help: "The PDF file to write.")
  var out: String

  func validate() throws {
    guard (1...10_000).contains(count) else {
      throw ValidationError("--count must be a number from 1 to 10000")
    }
  }

  func run() throws {
    let settings = try options.settings()
    do {
      let samples = try SamplePapers(assets: try Assets.pages(), settings: settings)
      try samples.write(paper, count: count, to: out)
    } catch {
      throw Exit.failure(error, data: options.dataPath, settings: settings)
    }
  }
}

extension SamplePapers.Kind: ExpressibleByArgument {}
