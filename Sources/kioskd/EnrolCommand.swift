import ArgumentParser
import Centre
import Evidence
import HTTP
import Kiosk

/// Enrols the kiosk with its province by a one-time code, over the network or by files on a stick.
struct EnrolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enrol",
    abstract: "Enrol with a province by its one-time code.",
    discussion: """
      kioskd enrol --province URL --code CODE     over the network
      kioskd enrol --request FILE [--code CODE]   writes a request, to be carried to the province
      kioskd enrol --answer FILE                  takes what its provinced enrol gave back

      Works while the kiosk is running; the next transfer uses what the province gave.
      """)

  @OptionGroup var options: KioskOptions

  @Option(name: .long, help: "The address of the province's server.")
  var province: String?

  @Option(
    name: .long,
    help: "The authority (PEM) of the province's TLS certificate; kept, and trusted from then on.")
  var authority: String?

  @Option(name: .long, help: "The one-time code that the province gave.")
  var code: String?

  @Option(name: .long, help: "The file of the request to write, where there is no network.")
  var request: String?

  @Option(name: .long, help: "The file of the province's answer.")
  var answer: String?

  func validate() throws {
    switch (province, code, request, answer) {
    case (.some, .some, nil, nil), (nil, _, .some, nil), (_, nil, nil, .some): break
    default: throw ValidationError("give --province and --code, or --request, or --answer")
    }
    guard province.map(SyncSettings.isAddress) ?? true else {
      throw ValidationError("--province must begin with http:// or https://")
    }
    guard authority == nil || request == nil else {
      throw ValidationError("give --authority with --province or with --answer")
    }
  }

  func run() throws {
    let settings = try options.settings()
    let texts = try options.texts()
    let path = options.dataPath
    do {
      let data =
        answer == nil
        ? try DataDirectory(path, settings: settings.clock)
        : try DataDirectory(existing: path, settings: settings.clock)
      let line = try ProvinceAuthority.line(
        settings.sync, data: path, clock: data.clock, given: authority)
      let client = Client(settings: line)
      let enrolling = Enrolling(
        keys: data.keys, name: settings.centre.name, centre: settings.centre.code,
        authority: try authority.map { try TLSFile.certificates($0) },
        send: { try client.send($0) })
      try enrol(enrolling, settings, texts)
    } catch let refused as Enrolling.Refused {
      guard let answer else { throw fail(.enrolRefused, "\(refused)", texts) }
      let values = ["file": answer, "reason": refused.detail]
      throw Exit.failure(
        CommandText.enrolNoAnswer.text(texts, options.chosenLanguage, values), status: 1)
    } catch is Enrolling.OtherKiosk {
      throw fail(.enrolOtherKiosk, "", texts)
    } catch let error as ClientError {
      throw fail(.enrolFailed, Stranger(error)?.message ?? error.message, texts)
    } catch {
      throw Exit.failure(error, data: path, settings: settings)
    }
  }

  private func enrol(_ enrolling: Enrolling, _ settings: Settings, _ texts: Texts) throws {
    let language = options.chosenLanguage
    if let request {
      try CarriedFiles.write(try enrolling.request(code: code), to: request)
      return Exit.print(
        CommandText.enrolRequested.text(texts, language, ["path": request]))
    }
    if let answer {
      let bytes = try CarriedFiles.read(answer)
      let enrolment = try enrolling.take(carried: bytes, url: province)
      sayAuthority(texts)
      say(enrolment, texts)
      Exit.print(CommandText.enrolRemoveFile.text(texts, language))
      if settings.sync.address(of: enrolment).isEmpty {
        Exit.print(CommandText.enrolNoAddress.text(texts, language))
      }
      return
    }
    guard let province, let code else { return }
    let enrolment = try enrolling.enrol(url: province, code: code)
    sayAuthority(texts)
    say(enrolment, texts)
  }

  private func sayAuthority(_ texts: Texts) {
    guard let authority else { return }
    Exit.print(
      CommandText.enrolAuthority.text(texts, options.chosenLanguage, ["file": authority]))
  }

  private func say(_ enrolment: Enrolment, _ texts: Texts) {
    var values = ["province": enrolment.provinceHost]
    values["day"] = enrolment.deviceCertificate.map {
      Day(wallMilliseconds: $0.expires * 1_000).ddMMyyyy
    }
    let said: CommandText = values["day"] == nil ? .enrolledWaiting : .enrolled
    Exit.print(said.text(texts, options.chosenLanguage, values))
  }

  private func fail(_ text: CommandText, _ reason: String, _ texts: Texts) -> ExitCode {
    Exit.failure(
      text.text(texts, options.chosenLanguage, ["reason": reason]), status: 1)
  }
}
