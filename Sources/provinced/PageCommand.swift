import ArgumentParser
import Evidence
import Province

/// `provinced page`: the verifier page as one file.
struct PageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Write the page that verifies certificates, with roots and list, as one file.",
    discussion: """
      The file works without any network, also from a disk, and may be passed on. It knows the list in \
      force now; write it anew now and then.
      """)

  @OptionGroup var options: CommonOptions

  @Option(help: "The file to write; one that is there is replaced.")
  var out: String

  func run() throws {
    try options.speaking { words in
      let settings = try options.settings()
      let assets = try settings.assets
      let trust = try options.application().pageTrust()
      let page = try VerifierPage.filled(
        try PlainFile.read("\(assets)/verify.html"), host: trust.host, roots: trust.roots,
        bundle: trust.bundle)
      try PlainFile.write(page, to: out)
      words.print(
        trust.bundle == nil ? .pageWithoutList : .pageWritten,
        ["path": out, "bytes": page.count, "roots": trust.roots.roots.count])
    }
  }
}
