import Centre
import Province

/// What `provinced pull --status` prints: one line a kiosk, those in trouble first.
enum PullStatus {
  static func print(_ application: Application) throws {
    for entry in try application.pullSchedule.entries() { Standard.print(line(entry)) }
  }

  private static func line(_ entry: PullSchedule.Entry) -> String {
    let state = entry.failures == 0 ? "good" : "failed \(entry.failures) times"
    return [
      "\(entry.log)", state, "last answer \(moment(entry.succeededMilliseconds))",
      "last try \(moment(entry.triedMilliseconds))", "next \(moment(entry.dueMilliseconds))",
      "\(entry.events) events", "\(entry.bytes) bytes", entry.url ?? "over its own line",
      entry.name, entry.error ?? "",
    ].filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private static func moment(_ milliseconds: Int64?) -> String {
    milliseconds.map {
      Day(wallMilliseconds: $0).iso + " " + TimeOfDay.text(wallMilliseconds: $0)
    } ?? "never"
  }
}
