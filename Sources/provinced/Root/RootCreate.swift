import ArgumentParser
import Evidence
import Province

/// `provinced root create`: the first root.
struct RootCreate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make a root key in a file under a passphrase, on the offline machine.",
    discussion: """
      Writes the root (mode 0600; Ed25519 and ML-DSA-65, sealed with AES-GCM under scrypt) and beside \
      it roots.json, the list with its public half that the online machine adopts. Neither file may be \
      there yet. Keep two copies of the root file in two places, and the passphrase apart from both: \
      without it the root is lost.
      """)

  @Option(help: "Whose root it is, as certificates and verifiers show it.")
  var name: String

  @Option(help: "The file to make.")
  var out: String

  @OptionGroup var passphrase: NewPassphraseOptions

  @OptionGroup var options: LanguageOptions

  func validate() throws {
    guard (1...200).contains(name.utf8.count) else {
      throw ValidationError("--name must have 1 to 200 bytes")
    }
  }

  func run() throws {
    try options.speaking { words in
      let creation = RootCreation(path: out, now: WallClock.system.milliseconds())
      let list = RootCreation.listPath(besides: out)
      try creation.checkIsFree(list: list)
      let root = try creation.first(
        name: name, list: list, passphrase: try passphrase.source(words).new(for: out))
      words.print(
        .rootCreated,
        [
          "path": out, "name": root.name, "fingerprint": root.key.fingerprint, "list": list,
        ])
    }
  }
}

/// Where the passphrase of a new file comes from.
struct NewPassphraseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file of mode 0600 whose first line is the new root's passphrase, at least "
        + "\(Passphrase.characterMinimum) characters; without it the terminal asks."))
  var passphraseFile: String?

  func source(_ words: CommandWords) -> PassphraseSource {
    PassphraseSource(file: passphraseFile, words: words)
  }
}
