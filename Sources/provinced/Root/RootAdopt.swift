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
    try reporting {
      let application = try options.application()
      let roots = try PlainFile.roots(list)
      let outcome = try application.adoption.adopt(roots)
      try application.statusKeys.prepare(atSeconds: WallClock.system.seconds)
      switch outcome {
      case .replaced:
        Standard.print("The roots of \(list) are in force; this machine's own is retired.")
      case .joined:
        Standard.print(
          "The roots of \(list) are in force; this machine's own is retired and stays listed, because "
            + "kiosks were certified under it.")
      case .extended(let count): Standard.print("\(count) new roots are in force.")
      }
      let place = try options.settings().province.data + "/keys/roots.json"
      Standard.print(
        """
        Carry \(place) back to the offline machine: it is the list in force.
        Next: provinced root requests --out requests.json
        """)
    }
  }
}
