import ArgumentParser
import Evidence
import Kiosk

/// Writes the proof that an event or a certificate stands in the log that the province has signed for.
struct ProofCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proof",
    abstract: "Write a small file that proves an event or a certificate to anybody.",
    discussion: """
      kioskd proof --certificate 14464-1-2026-000035 --out 35.tlog-proof
      kioskd proof --seq 4711 --out event.tlog-proof

      Works while the kiosk is running. Exit status: 0 written, 1 the province has not confirmed the \
      event yet or there is none, 2 the log cannot be read.
      """)

  @OptionGroup var options: KioskOptions

  @Option(name: .long, help: "The event's position in the log.")
  var seq: Int64?

  @Option(name: .long, help: "The certificate's whole number.")
  var certificate: String?

  @Option(name: .long, help: "The file that receives the proof.")
  var out: String

  func validate() throws {
    guard (seq == nil) != (certificate == nil) else {
      throw ValidationError("give --seq or --certificate")
    }
    guard seq ?? 0 >= 0 else { throw ValidationError("--seq counts from 0") }
  }

  func run() throws {
    let texts = try options.texts()
    let language = options.chosenLanguage
    let subject = seq.map { ProofFiles.Subject.seq($0) } ?? .certificate(certificate ?? "")
    do {
      switch try ProofFiles(data: options.dataPath).make(subject) {
      case .made(let proof):
        try ProofFiles.write(proof, to: out)
        let values = ["path": out, "seq": "\(proof.index)"]
        Exit.print(CommandText.proofMade.text(texts, language, values))
      case .notReceipted(let seq, let size):
        let values = ["seq": "\(seq)", "size": "\(size)"]
        throw Exit.failure(
          CommandText.proofNotReceipted.text(texts, language, values), status: 1)
      case .unknown:
        throw Exit.failure(CommandText.proofUnknown.text(texts, language), status: 1)
      }
    } catch let code as ExitCode {
      throw code
    } catch {
      throw Exit.failure(StartError(error, data: options.dataPath).message, status: 2)
    }
  }
}

/// Checks such a file, by the file and the province's key alone.
struct VerifyProofCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-proof",
    abstract: "Check a proof by the province's key alone, and print what it proves.",
    discussion: "Exit status: 0 it holds, 1 it does not, 2 unreadable.")

  @OptionGroup var options: KioskOptions

  @Argument(help: "The proof file.")
  var file: String

  @Option(name: .long, help: "The province's key as it prints it: name+id+key.")
  var key: String

  func run() throws {
    let texts = try options.texts()
    let language = options.chosenLanguage
    let province: NoteVerifier
    do throws(Malformed) {
      province = try NoteVerifier(vkey: key)
    } catch {
      let values = ["reason": error.message]
      throw Exit.failure(CommandText.proofBadKey.text(texts, language, values), status: 2)
    }
    let proof: InclusionProof
    do {
      proof = try ProofFiles.read(file)
    } catch let error as Malformed {
      let values = ["file": file, "reason": error.message]
      throw Exit.failure(CommandText.proofNone.text(texts, language, values), status: 2)
    } catch {
      throw Exit.failure("\(error)", status: 2)
    }
    do throws(Malformed) {
      Exit.print(ProofText(try proof.verify(province: province)).text(texts, language))
    } catch {
      let values = ["reason": error.message]
      throw Exit.failure(CommandText.proofBroken.text(texts, language, values), status: 1)
    }
  }
}
