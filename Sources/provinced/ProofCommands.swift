import ArgumentParser
import Evidence
import Province

/// `provinced proof`: writes the proof of one event.
struct ProofCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proof",
    abstract: "Write a small file that proves one event to anybody.")

  @OptionGroup var options: CommonOptions

  @Option(help: "The log, 32 hex digits.")
  var log: String

  @Option(help: "The event's position.")
  var seq: Int64

  @Option(help: "The file that receives the proof; without it standard output.")
  var out: String?

  func validate() throws {
    try CommonOptions.checkLog(log)
    guard seq >= 0 else { throw ValidationError("--seq counts from 0") }
  }

  func run() throws {
    try options.speaking { words in
      let log = try LogID(hex: log)
      let proof = try options.application().proofs.proof(log: log, seq: seq)
      guard let out else { return Standard.print(String(proof.text.dropLast())) }
      try ProofFile.write(proof, to: out)
      words.print(.proofMade, ["seq": seq, "path": out])
    }
  }
}

/// `provinced verify-proof`: checks such a file by the province's key alone.
struct VerifyProofCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-proof",
    abstract: "Check a proof by the province's key alone, and print what it proves.",
    discussion: "Needs no database. Exit status: 0 it holds, 1 it does not, 2 unreadable.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The proof file.")
  var file: String

  @Option(help: "The province's key as it prints it: name+id+key.")
  var key: String

  func run() throws {
    try options.speaking { words in
      let province = try naming(.proofBadKey, exitCode: 2) { () throws(Malformed) in
        try NoteVerifier(vkey: key)
      }
      let proof = try naming(.proofNone, exitCode: 2) { () throws(Malformed) in
        try ProofFile.read(file)
      }
      let proven = try naming(.proofBroken, exitCode: 1) { () throws(Malformed) in
        try proof.verify(province: province)
      }
      words.lines(proven).forEach(Standard.print)
    }
  }

  /// What `body` makes, or the refusal by the reason that it could not.
  private func naming<Made>(
    _ text: CommandText, exitCode: Int32, _ body: () throws(Malformed) -> Made
  ) throws(Refused) -> Made {
    do {
      return try body()
    } catch {
      throw Refused(text, ["file": file, "reason": error.message], exitCode: exitCode)
    }
  }
}
