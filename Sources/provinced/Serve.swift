import ArgumentParser
import Evidence
import HTTP
import Logging
import Province

/// `provinced serve`: the collector, the projector and the pages.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take in logs, sign receipts, show the fleet.")

  @OptionGroup var options: CommonOptions

  func run() throws {
    Signals.block()
    try options.speaking { words in
      let settings = try options.settings()
      let assets = try settings.assets
      let pages = try Pages(assets: assets)
      let application = try options.application()
      let server = try application.server(try application.router(pages: pages))
      do throws(ServerError) {
        try server.start()
      } catch {
        throw ServeError(message: error.message)
      }
      application.startWorkers()
      greet(settings, server, application, words)
      Signals.wait()
      CommonOptions.logger.info("stopping")
      application.releaseLines()
      server.stop(graceSeconds: Double(settings.http.stopGraceSeconds))
      application.stopWorkers()
      CommonOptions.logger.info("stopped")
    }
  }

  private func greet(
    _ settings: Settings, _ server: Server, _ application: Application, _ words: CommandWords
  ) {
    let port = server.port
    let address = "\(server.isSecure ? "https" : "http")://\(settings.http.host):\(port)"
    let flags = [
      options.config.map { "--config \($0)" }, options.data.map { "--data \($0)" },
    ].compactMap { $0 }.map { " " + $0 }.joined()
    words.print(
      .serveStarted,
      [
        "province": settings.province.name, "address": address,
        "vkey": application.keys.verifier.vkey,
        "command": "provinced enrol-code --centre 14464-1\(flags)",
      ])
    CommonOptions.logger.info(
      "listening", metadata: ["host": "\(settings.http.host)", "port": "\(port)"])
  }
}

/// The web server could not start.
struct ServeError: Error, CustomStringConvertible {
  let message: String

  var description: String { message }
}
