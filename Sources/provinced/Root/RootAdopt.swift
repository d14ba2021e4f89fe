import ArgumentParser
import Province

/// `provinced root adopt`: works with an offline root from now on.
struct RootAdopt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Work with the roots of a list from the offline machine.",
    discussion: """
      The first time, this machine's own root is set aside as root.key.retired. If kiosks were \
      certified under it, it stays listed as an older root and vouches for the new ones, so that those \
      kiosks learn of them. Later lists are taken when each new root is vouched for by a known one. A \
      service that is running works with the new list at once.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: "The list, roots.json beside the root's file.")
  var list: String

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      let roots = try PlainFile.roots(list)
      let outcome = try application.adoption.adopt(roots)
      try application.statusKeys.prepare(atSeconds: WallClock.system.seconds)
      switch outcome {
      case .replaced: words.print(.rootReplaced, ["list": list])
      case .joined: words.print(.rootJoined, ["list": list])
      case .extended(let count): words.print(.rootExtended, ["count": count])
      }
      let place = try options.settings().province.data + "/keys/roots.json"
      words.print(.rootAdopted, ["path": place])
    }
  }
}
