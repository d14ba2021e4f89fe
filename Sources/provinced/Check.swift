import ArgumentParser
import Evidence
import HTTP
import Province

/// `provinced check`: prints the settings in force and tries what the service needs.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the settings in force; try database, keys and pages.",
    discussion: """
      Also says where the roots are, how long the status list's key lasts, how old the list is, and what \
      waits for the offline root. Lines that begin with WARNING (CẢNH BÁO) need a person.
      """)

  @OptionGroup var options: CommonOptions

  func run() throws {
    try options.speaking { words in
      let settings = try options.settings()
      for line in settings.lines { Standard.print(line) }
      let assets = try settings.assets
      _ = try Pages(assets: assets)
      words.print(.checkPages, ["path": assets])
      let application = try options.application()
      let version = try application.pool.withConnection { connection in
        try connection.query("SHOW server_version").first?.text("server_version") ?? "?"
      }
      words.print(.checkDatabase, ["version": version])
      words.print(.checkKeys, ["vkey": application.keys.verifier.vkey])
      words.print(try tls(settings, application))
      try TrustCheck(application).lines().forEach(words.print)
      application.forwardReport.checks.forEach(words.print)
    }
  }

  /// Reads the files of TLS, the service's own and those that pulls need.
  private func tls(_ settings: Settings, _ application: Application) throws -> Saying {
    let tls = try application.serverTLS()
    _ = try application.puller()
    if !settings.forward.url.isEmpty { _ = try application.forwarder(assets: try settings.assets) }
    return tls == nil
      ? Saying(.checkNoTLS) : Saying(.checkTLS, ["file": settings.http.certificateFile])
  }
}
