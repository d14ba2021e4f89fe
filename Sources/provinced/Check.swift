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
      waits for the offline root. Lines that begin with WARNING need a person.
      """)

  @OptionGroup var options: CommonOptions

  func run() throws {
    try reporting {
      let settings = try options.settings()
      for line in settings.lines { Standard.print(line) }
      let assets = try settings.assets
      _ = try Pages(assets: assets)
      Standard.print("pages: good, from \(assets)")
      let application = try options.application()
      let version = try application.pool.withConnection { connection in
        try connection.query("SHOW server_version").first?.text("server_version") ?? "?"
      }
      Standard.print("database: good, PostgreSQL \(version)")
      Standard.print("keys: good, receipts verify with \(application.keys.verifier.vkey)")
      try checkTLS(settings, application)
      try TrustCheck(application).lines().forEach(Standard.print)
      application.forwardReport.checks.forEach(Standard.print)
    }
  }

  /// Reads the files of TLS, the service's own and those that pulls need.
  private func checkTLS(_ settings: Settings, _ application: Application) throws {
    let tls = try application.serverTLS()
    Standard.print(
      tls == nil
        ? "tls: none; the service speaks plainly" : "tls: good, \(settings.http.certificateFile)")
    _ = try application.puller()
    if !settings.forward.url.isEmpty { _ = try application.forwarder(assets: try settings.assets) }
  }
}
