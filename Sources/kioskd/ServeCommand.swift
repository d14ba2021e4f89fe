import ArgumentParser
import Glibc
import Kiosk
import Logging

/// Runs the kiosk until it is told to stop.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Run the kiosk and print its addresses.")

  /// Longer than an export or an import of a day takes: the service may be started beside one.
  private static let lockWaitSeconds = 10

  @OptionGroup var options: KioskOptions

  @Option(name: .long, help: "The port to listen on; 0 takes a free one.")
  var port: Int?

  func validate() throws {
    if let port, !(0...65_535).contains(port) {
      throw ValidationError("--port must be a number from 0 to 65535")
    }
  }

  func run() throws {
    Memory.prepare()
    let signals = StopSignals()
    var settings = try options.settings()
    settings.http.port = port ?? settings.http.port
    let data = options.dataPath
    Memory.keepTemporaryFiles(in: data)
    let doorway: Doorway
    do {
      doorway = Doorway(
        settings: settings, data: data, assets: try Assets.pages(),
        logger: Logger(label: "kioskd") { _ in LogfmtHandler(level: .info) },
        waitSeconds: Self.lockWaitSeconds)
      try doorway.start()
    } catch {
      throw Exit.failure(error, data: data)
    }
    try announce(doorway, settings)
    signals.wait()
    let texts = try options.texts()
    Exit.print(CommandText.stopping.text(texts, options.chosenLanguage))
    doorway.stop()
  }

  private func announce(_ doorway: Doorway, _ settings: Settings) throws {
    let texts = try options.texts()
    let language = options.chosenLanguage
    let host = settings.http.host.contains(":") ? "[\(settings.http.host)]" : settings.http.host
    let address = "\(doorway.scheme)://\(host):\(doorway.port)"
    var lines = [
      CommandText.started.text(texts, language),
      "  \(CommandText.screen.text(texts, language)): \(address)/",
      "  \(CommandText.desk.text(texts, language)): \(address)/desk",
    ]
    if let code = doorway.setUpCode {
      lines.append("  \(CommandText.setUpCode.text(texts, language)): \(code)")
    }
    lines.append(CommandText.stopHint.text(texts, language))
    Exit.print(lines.joined(separator: "\n"))
  }
}
