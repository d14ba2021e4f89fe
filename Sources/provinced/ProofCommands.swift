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
    try reporting {
      let application = try options.application()
      let words = try LedgerWords(try options.settings())
      do {
        let proof = try application.proofs.proof(log: try LogID(hex: log), seq: seq)
        guard let out else { return Standard.print(String(proof.text.dropLast())) }
        try ProofFile.write(proof, to: out)
        Standard.print(words.text(.proofMade, ["seq": "\(seq)", "path": out]))
      } catch let absence as EventProofs.Absence {
        Standard.complain(words.text(absence, seq: seq))
        throw ExitCode(1)
      }
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
    try reporting {
      let words = try LedgerWords(try options.settings())
      let proof: InclusionProof
      let province: NoteVerifier
      do throws(Malformed) {
        province = try NoteVerifier(vkey: key)
      } catch {
        Standard.complain(words.text(.proofBadKey, ["reason": error.message]))
        throw ExitCode(2)
      }
      do throws(Malformed) {
        proof = try ProofFile.read(file)
      } catch {
        Standard.complain(words.text(.proofNone, ["file": file, "reason": error.message]))
        throw ExitCode(2)
      }
      do throws(Malformed) {
        words.lines(try proof.verify(province: province)).forEach(Standard.print)
      } catch {
        Standard.complain(words.text(.proofBroken, ["reason": error.message]))
        throw ExitCode(1)
      }
    }
  }
}
