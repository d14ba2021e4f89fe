import ArgumentParser
import Centre
import Evidence
import Province

/// `provinced quarantine`: the events that could not be understood.
struct QuarantineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "List the events that could not be understood, or try them again.",
    discussion: """
      They are stored and signed for; only what they mean is not counted. After an update the service \
      tries them again by itself.
      """)

  @OptionGroup var options: CommonOptions

  @Flag(help: "Try all of them again with this program.")
  var replay = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try options.speaking { words in
      let application = try options.application()
      if replay {
        let outcome = try application.projector.replay(all: true)
        guard json else {
          return words.print(
            .quarantineReplayed, ["accepted": outcome.accepted, "left": outcome.after])
        }
      }
      let quarantine = try Quarantine(application.pool)
      guard !json else {
        return Standard.print(String(decoding: try quarantine.json(), as: UTF8.self))
      }
      for entry in quarantine.entries { Standard.print(line(entry)) }
      words.print(.quarantineTotal, ["n": quarantine.total])
    }
  }

  private func line(_ entry: Quarantine.Entry) -> String {
    let since = entry.sinceMilliseconds.map {
      Day(wallMilliseconds: $0).iso + " " + TimeOfDay.text(wallMilliseconds: $0)
    }
    return [
      entry.log.hex, entry.centre, "\(entry.seq)", entry.kind ?? "-", since ?? "-",
      entry.program ?? "-", entry.reason,
    ].joined(separator: "  ")
  }
}
