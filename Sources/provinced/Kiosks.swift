import ArgumentParser
import Centre
import Province

/// `provinced kiosks`: the fleet as lines.
struct Kiosks: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the kiosks.")

  @OptionGroup var options: CommonOptions

  @Flag(help: "Print JSON, the same as GET /v1/kiosks.json.")
  var json = false

  func run() throws {
    try reporting {
      let settings = try options.settings()
      let application = try options.application()
      try application.projector.catchUp()
      let now = WallClock.system.milliseconds()
      let fleet = try Fleet(
        application.pool, nowMilliseconds: now,
        silentMilliseconds: Int64(settings.pages.silentHours) * 3_600_000)
      guard !json else {
        let bytes = try fleet.json(nowMilliseconds: now)
        return Standard.print(String(decoding: bytes, as: UTF8.self))
      }
      for kiosk in fleet.kiosks { Standard.print(line(kiosk)) }
    }
  }

  private func line(_ kiosk: Fleet.Kiosk) -> String {
    let heard = kiosk.heardMilliseconds.map {
      Day(wallMilliseconds: $0).iso + " " + TimeOfDay.text(wallMilliseconds: $0)
    }
    let state = kiosk.isRevoked ? "revoked" : kiosk.isSilent ? "silent" : "heard"
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
