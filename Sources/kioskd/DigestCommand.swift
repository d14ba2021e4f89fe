import ArgumentParser
import Centre
import Evidence
import Kiosk

/// Makes the signed digest of a year's register, or checks one certificate against it.
struct DigestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest",
    abstract: "Make the signed digest of a year's register, or check a certificate against one.",
    discussion: """
      kioskd digest --year 2026 --out DIR
      kioskd digest --check FILE.digest --certificate TEXT|FILE [--hashes FILE] [--roots FILE]

      Works while the kiosk is running. Exit status of a check: 0 the certificate is in the register, \
      1 it is not or the digest is not believed, 2 unreadable, 3 demonstration key.
      """)

  @OptionGroup var options: KioskOptions

  @Option(name: .long, help: "The year of the register.")
  var year: Int?

  @Option(name: .long, help: "The folder that receives the files.")
  var out: String?

  @Option(name: .long, help: "The centre of the register; otherwise this kiosk's.")
  var centre: String?

  @Option(name: .long, help: "The digest to check against.")
  var check: String?

  @Option(name: .long, help: "The hashes beside it; otherwise the file of the same name.")
  var hashes: String?

  @Option(
    name: .long, help: "The certificate: the text of its code, or a picture, PDF or text file.")
  var certificate: String?

  @Option(name: .long, help: "The file of root keys; otherwise the one of the data directory.")
  var roots: String?

  func validate() throws {
    switch (year, out, check, certificate) {
    case (.some(let year), .some, nil, nil):
      guard (2_000...9_999).contains(year) else {
        throw ValidationError("--year must be a year from 2000 to 9999")
      }
    case (nil, nil, .some, .some): break
    default:
      throw ValidationError("give --year and --out, or --check and --certificate")
    }
  }

  func run() throws {
    if let year, let out {
      try make(year: year, out: out)
    } else if let check, let certificate {
      try judge(certificate, by: check)
    }
  }

  private func make(year: Int, out: String) throws {
    let settings = try options.settings()
    let texts = try options.texts()
    do {
      let code = try CentreCode(centre ?? settings.centre.code)
      let data = try DataDirectory(existing: options.dataPath, settings: settings.clock)
      let now = data.clock.read()
      let made = try RegisterArchive(keys: data.keys, data: options.dataPath).make(
        centre: code, year: year, into: out, atSeconds: now.wallMilliseconds / 1_000)
      let values = ["count": "\(made.digest.count)", "path": made.files.digest]
      Exit.print(CommandText.digestMade.text(texts, options.chosenLanguage, values))
    } catch is RegisterArchive.NotCertified {
      throw Exit.failure(
        CommandText.certificateWaiting.text(texts, options.chosenLanguage), status: 1)
    } catch {
      throw Exit.failure(error, data: options.dataPath)
    }
  }

  private func judge(_ certificate: String, by digest: String) throws {
    let texts = try options.texts()
    let source = InspectionSource(
      input: certificate, roots: roots, bundle: nil, data: options.dataPath)
    let finding: RegisterCheck.Finding
    do {
      let text = try Inspection.text(in: try source.bytes())
      finding = try RegisterCheck(trust: try source.trust()).check(
        RegisterArchive.Files(digest: digest, hashes: hashes), certificate: text)
    } catch {
      throw Exit.failure("\(error)", status: 2)
    }
    Exit.print(finding.text(texts, options.chosenLanguage))
    guard finding.exitCode == 0 else {
      throw ExitCode(finding.exitCode)
    }
  }
}
