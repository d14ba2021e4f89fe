import ArgumentParser
import Evidence
import Province

/// `provinced root next`: the root after this one.
struct RootNext: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next",
    abstract: "Make the next root, vouched for by the present one, on the offline machine.",
    discussion: """
      The new root is written to a file of its own, and its entry, signed by both roots, is put at the \
      end of the list. Carry the list to the online machine (provinced root adopt): kiosks that know \
      the old root learn of the new one with their next list. Certificates under the old root stay \
      genuine for ever; certify new ones with the new root. A list holds at most 8 roots.
      """)

  @Option(help: "The present root's file.")
  var root: String

  @Option(help: "The root list, which is changed; the one that is in force online.")
  var roots: String

  @Option(help: "The new root's name; without it that of the present one.")
  var name: String?

  @Option(help: "The new root's file.")
  var out: String

  @Option(
    help: "A file of mode 0600 with the present root's passphrase; otherwise the terminal asks.")
  var passphraseFile: String?

  @Option(help: "A file of mode 0600 with the new root's passphrase; otherwise the terminal asks.")
  var newPassphraseFile: String?

  @OptionGroup var options: LanguageOptions

  func run() throws {
    try options.speaking { words in
      let present = try PlainFile.root(root)
      let creation = RootCreation(path: out, now: WallClock.system.milliseconds())
      try creation.checkIsFree(list: nil)
      let source = PassphraseSource(file: passphraseFile, words: words)
      let key = try present.open(try source.existing(of: root))
      let next = try creation.next(
        name: name ?? present.name, list: roots, after: key,
        passphrase: try PassphraseSource(
          file: newPassphraseFile, option: "--new-passphrase-file", words: words
        ).new(for: out))
      words.print(
        .rootNext,
        [
          "path": out, "name": next.name, "fingerprint": next.key.fingerprint, "list": roots,
        ])
    }
  }
}
