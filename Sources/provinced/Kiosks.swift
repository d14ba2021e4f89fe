import ArgumentParser
import Centre
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
    try reporting {
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
      for kiosk in query.rows(of: fleet) { Standard.print(line(kiosk)) }
    }
  }

  func validate() throws {
    guard !json || !csv else { throw ValidationError("Choose one of --json and --csv.") }
  }

  private func line(_ kiosk: FleetKiosk) -> String {
    let heard = kiosk.heardMilliseconds.map {
      Day(wallMilliseconds: $0).iso + " " + TimeOfDay.text(wallMilliseconds: $0)
    }
    let troubles = kiosk.troubles.joined(separator: ", ")
    let state = kiosk.state.rawValue + (troubles.isEmpty ? "" : " (\(troubles))")
    var lineage: [String] = []
    if let parent = kiosk.branchOf { lineage = ["branch of \(parent) from \(kiosk.fork ?? 0)"] }
    if !kiosk.branches.isEmpty {
      lineage.append("branched into \(kiosk.branches.joined(separator: " "))")
    }
    let columns = [
      kiosk.log, kiosk.centre, state, heard ?? "never", "\(kiosk.stored) stored",
      "\(kiosk.waiting) waiting", kiosk.version ?? "-", kiosk.name,
    ]
    return (columns + lineage).joined(separator: "  ")
  }
}
