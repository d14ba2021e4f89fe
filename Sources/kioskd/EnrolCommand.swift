import ArgumentParser
import Centre
import Evidence
import HTTP
import Kiosk

/// Enrols the kiosk with its province by a one-time code.
struct EnrolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enrol",
    abstract: "Enrol with a province by its one-time code.",
    discussion: "Works while the kiosk is running; the next transfer uses what the province gave.")

  @OptionGroup var options: KioskOptions

  @Option(name: .long, help: "The address of the province's server.")
  var province: String

  @Option(
    name: .long,
    help: "The authority (PEM) of the province's TLS certificate; kept, and trusted from then on.")
  var authority: String?

  @Option(name: .long, help: "The one-time code that the province gave.")
  var code: String

  func run() throws {
    let settings = try options.settings()
    let texts = try options.texts()
    let path = options.dataPath
    do {
      let data = try DataDirectory(path, settings: settings.clock)
      let line = try ProvinceAuthority.line(settings.sync, data: path, given: authority)
      let client = Client(settings: line)
      let enrolling = Enrolling(
        keys: data.keys, name: settings.centre.name, send: { try client.send($0) })
      let enrolment = try enrolling.enrol(url: province, code: code)
      if let authority {
        try ProvinceAuthority.keep(authority, data: path)
        Exit.print(
          CommandText.enrolAuthority.text(texts, options.chosenLanguage, ["file": authority]))
      }
      var values = ["province": enrolment.provinceHost]
      values["day"] = enrolment.deviceCertificate.map {
        Day(wallMilliseconds: $0.expires * 1_000).ddMMyyyy
      }
      let said: CommandText = values["day"] == nil ? .enrolledWaiting : .enrolled
      Exit.print(said.text(texts, options.chosenLanguage, values))
    } catch let refused as Enrolling.Refused {
      throw fail(.enrolRefused, "\(refused)", texts)
    } catch let error as ClientError {
      throw fail(.enrolFailed, Stranger(error)?.message ?? error.message, texts)
    } catch {
      throw Exit.failure(error, data: path)
    }
  }

  private func fail(_ text: CommandText, _ reason: String, _ texts: Texts) -> ExitCode {
    Exit.failure(
      text.text(texts, options.chosenLanguage, ["reason": reason]), status: 1)
  }
}
