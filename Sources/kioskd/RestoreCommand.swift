import ArgumentParser
import Centre
import Evidence
import Kiosk

/// Puts a backup back.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the place of the present data, which are kept aside.",
    discussion: """
      The kiosk must be stopped. Into an empty data directory any backup can be restored, otherwise only \
      one of the same kiosk. Persons who were erased since the backup are erased again.
      """)

  @OptionGroup var options: KioskOptions

  @Option(name: .long, help: "The backup.")
  var from: String

  func run() throws {
    let settings = try options.settings()
    let texts = try options.texts()
    do {
      let restoring = Restoring(data: options.dataPath, settings: settings)
      say(try restoring.restore(from: from), settings, texts)
    } catch let refused as Restoring.Refused {
      throw failure(refused, texts)
    } catch {
      throw Exit.failure(error, data: options.dataPath)
    }
  }

  private func say(_ done: Restoring.Outcome, _ settings: Settings, _ texts: Texts) {
    let made = done.madeMilliseconds
    let moment =
      "\(TimeOfDay.text(wallMilliseconds: made)) \(Day(wallMilliseconds: made).ddMMyyyy)"
    var lines: [(CommandText, [String: String])] = [
      (.restoreDone, ["count": "\(done.size)", "moment": moment])
    ]
    if let aside = done.aside { lines.append((.restoreAside, ["path": aside])) }
    if done.erased > 0 { lines.append((.restoreErased, ["count": "\(done.erased)"])) }
    if done.hasNewKeys {
      let values = ["log": done.enrolmentLog.hex, "centre": settings.centre.code]
      lines.append((.restoreNoKeys, values))
    }
    for (text, values) in lines {
      Exit.print(text.text(texts, options.chosenLanguage, values))
    }
  }

  private func failure(_ refused: Restoring.Refused, _ texts: Texts) -> ExitCode {
    let (text, status, values): (CommandText, Int32, [String: String]) =
      switch refused {
      case .running: (.restoreRunning, 75, [:])
      case .newer: (.restoreNewer, 76, [:])
      case .otherKiosk(let log): (.restoreOtherKiosk, 1, ["log": log])
      case .damaged(let reason): (.restoreDamaged, 1, ["reason": reason])
      }
    return Exit.failure(text.text(texts, options.chosenLanguage, values), status: status)
  }
}
