import ArgumentParser
import Centre
import Evidence
import Kiosk

/// Keeps this kiosk's key certified where there is no network.
struct CertificateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate",
    abstract: "Show, ask for and take in the certificate by which this kiosk may sign.",
    discussion: """
      With a network the kiosk renews it by itself. Without one: write a request, carry it to the \
      province, bring its answer back and import it; a running kiosk uses it at once.
      """,
    subcommands: [Show.self, Request.self, Import.self], defaultSubcommand: Show.self)

  /// Prints who vouches for this kiosk and for how long.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print device, validity, root fingerprint and days left.",
      discussion: "Exit status: 0 the kiosk may sign, 1 it may not.")

    @OptionGroup var options: KioskOptions

    func run() throws {
      let texts = try options.texts()
      let status = try options.certifying { _, keys, certification, seconds in
        let report = try CertificationReport(certification, keys: keys, atSeconds: seconds)
        Exit.print(try report.text(texts, options.chosenLanguage))
        return report.exitCode
      }
      guard status == 0 else {
        throw ExitCode(status)
      }
    }
  }

  /// Writes a request for the province.
  struct Request: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a request for a certificate, to be carried to the province.")

    @OptionGroup var options: KioskOptions

    @Option(name: .long, help: "The file to write, or a folder such as that of a USB stick.")
    var out: String

    func run() throws {
      let texts = try options.texts()
      try options.certifying { settings, keys, certification, seconds in
        let path = try CarriedFiles(keys: keys).writeRequest(
          certification, to: out, centre: settings.centre.code, atSeconds: seconds)
        Exit.print(
          CommandText.certificateRequested.text(texts, options.chosenLanguage, ["path": path]))
      }
    }
  }

  /// Takes in the province's answer.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take in the province's answer to a request.")

    @OptionGroup var options: KioskOptions

    @Argument(help: "The file of the answer.")
    var file: String

    func run() throws {
      let texts = try options.texts()
      let language = options.chosenLanguage
      try options.certifying { settings, keys, certification, _ in
        let now = Clock.machine(hasBattery: settings.clock.hasBattery).read()
        do {
          let certificate = try CarriedFiles(keys: keys).importAnswer(
            certification, from: file, now: now)
          let day = Day(wallMilliseconds: certificate.expires * 1_000).ddMMyyyy
          Exit.print(CommandText.certificateTaken.text(texts, language, ["day": day]))
        } catch let refused as Certification.Refused {
          throw Exit.failure("\(file): \(refused.text(texts, language))", status: 1)
        } catch let error as TrustError {
          throw Exit.failure("\(file): \(error)", status: 1)
        }
      }
    }
  }
}

extension KioskOptions {
  /// Runs what concerns this kiosk's certificate; a fault of the disk ends the program by its name.
  @discardableResult
  fileprivate func certifying<Result>(
    _ body: (Settings, Keys, Certification, _ nowSeconds: Int64) throws -> Result
  ) throws -> Result {
    let settings = try settings()
    do {
      let data = try DataDirectory(existing: dataPath, settings: settings.clock)
      let keys = data.keys
      let certification = Certification(
        keys: keys, device: settings.centre.code, renewDays: settings.sign.renewDays)
      let now = data.clock.read()
      return try body(settings, keys, certification, now.wallMilliseconds / 1_000)
    } catch let exit as ExitCode {
      throw exit
    } catch {
      throw Exit.failure(error, data: dataPath)
    }
  }
}
