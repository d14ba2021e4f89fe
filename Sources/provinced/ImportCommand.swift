import ArgumentParser
import Province

/// `provinced import`: takes in what kiosks have written to sticks.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract:
      "Take in the files that kiosks have written to sticks, and leave receipts beside them.",
    discussion: """
      Any number of files and folders, of any kiosks, in any order; what is known already is harmless. \
      For every log a receipt is written beside its files, to be carried back: kioskd import takes it. \
      Exit status: 0 all was taken and nothing is missing, 1 a file was refused or one is missing.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: "The files, and the folders that hold them.")
  var paths: [String]

  @Option(help: "A folder that receives the receipts too.")
  var receipts: String?

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      let report = try application.carriedImport.run(paths, receipts: receipts)
      for file in report.files {
        let line = "\(file.path): \(words(file.saying))"
        if file.isGood { Standard.print(line) } else { Standard.complain(line) }
      }
      report.gaps.forEach(words.complain)
      report.written.forEach { words.print(.importWritten, ["path": $0]) }
      words.print(.importTotal, ["count": report.stored, "files": report.files.count])
      try application.projector.catchUp()
      guard report.isComplete else { throw ExitCode(1) }
    }
  }
}
