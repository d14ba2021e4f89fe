import Evidence
import Store

/// Takes files of the province's for a command: through the running kiosk, which alone writes to its
/// database, or itself while none runs.
package struct CarriedImport {
  /// How long a running kiosk may take to answer.
  private static let answerSeconds = 30

  private enum Way {
    case own(Intake)
    case inbox(Inbox)
  }

  private let way: Way
  private let log: LogID
  private let close: () -> Void

  /// - Parameter data: the data directory.
  /// - Throws: `StartError`.
  package init(data: String, settings: Settings) throws(StartError) {
    do {
      try DataDirectory.lookForKiosk(in: data)
    } catch {
      throw StartError(error, data: data)
    }
    do {
      let opening = try Opening(path: data, settings: settings)
      way = .own(Intake(desk: opening.desk))
      log = opening.desk.store.log
      close = { opening.desk.store.close() }
    } catch {
      guard error.reason == .secondInstance else { throw error }
      way = .inbox(Inbox(data: data))
      log = try Self.log(data)
      close = {}
    }
  }

  /// The log of the running kiosk.
  private static func log(_ data: String) throws(StartError) -> LogID {
    do {
      return try Store.logNotes(inDirectory: data).log
    } catch {
      throw StartError(error, data: data)
    }
  }

  /// The files that a path stands for; none for a folder in which nothing lies for this kiosk.
  package func files(at path: String) -> [String] { Intake.files(at: path, for: log) }

  /// Takes one file.
  package func take(file path: String) -> IntakeAnswer {
    switch way {
    case .own(let intake): return intake.take(file: path)
    case .inbox(let inbox):
      do {
        let bytes = try Files.read(path, mostBytes: Intake.mostBytes)
        let answer = try inbox.ask(bytes, withinSeconds: Self.answerSeconds)
        return answer ?? IntakeAnswer(.importNoAnswer, isGood: false)
      } catch {
        return IntakeAnswer(.importUnreadable, isGood: false, ["reason": error.reason])
      }
    }
  }

  /// Lets the kiosk start again.
  package func finish() { close() }
}
