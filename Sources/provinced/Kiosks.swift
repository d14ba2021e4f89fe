import ArgumentParser
import Province

/// `provinced kiosks`: the fleet as lines.
struct Kiosks: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the kiosks.", subcommands: [KiosksSetURL.self])

  @OptionGroup var options: CommonOptions

  @Flag(help: "Print JSON, the same as GET /v1/kiosks.json.")
  var json = false

  @Flag(help: "Print CSV, the same as GET /v1/kiosks.csv.")
  var csv = false

  @Flag(help: "Only those that somebody should look at.")
  var trouble = false

  func run() throws {
    try options.speaking { words in
      let settings = try options.settings()
      let application = try options.application()
      try application.projector.catchUp()
      let now = WallClock.system.milliseconds()
      let fleet = try Fleet(
        application.pool, nowMilliseconds: now,
        silentMilliseconds: Int64(settings.pages.silentHours) * 3_600_000)
      var query = FleetQuery()
      query.isTroubleOnly = trouble
      guard !csv else { return Standard.write(fleet.csv(query: query)) }
      guard !json else {
        let bytes = try fleet.json(nowMilliseconds: now, query: query)
        return Standard.print(String(decoding: bytes, as: UTF8.self))
      }
      query.rows(of: fleet).map(words.line).forEach(Standard.print)
    }
  }

  func validate() throws {
    guard !json || !csv else { throw ValidationError("Choose one of --json and --csv.") }
  }
}
