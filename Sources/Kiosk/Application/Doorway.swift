package import Logging
import Synchronization

/// What stands at the kiosk's address: the kiosk, or, while nothing can be saved and it cannot open for
/// that, the screen that says so. From then on it tries to open again and again, by itself.
package final class Doorway: Sendable {
  private enum State {
    case closed
    case outOfService(OutOfService)
    case open(Application)
  }

  /// What opens the kiosk at a port; it may be asked many times.
  typealias Opener = @Sendable (_ port: Int) throws(StartError) -> Application

  /// So long until the next attempt to open.
  private static let retrySeconds = 5.0
  private static let idleSeconds = 366 * 86_400.0

  private let settings: Settings
  private let data: String
  private let assets: String
  private let logger: Logger
  private let open: Opener
  private let state = Mutex(State.closed)
  private let retryThread: Mutex<Worker?> = Mutex(nil)

  /// - Parameters:
  ///   - data: the data directory; it is created when it is missing.
  ///   - assets: the folder of pages and texts.
  ///   - waitSeconds: how long to wait for a command that uses the folder to end.
  package convenience init(
    settings: Settings, data: String, assets: String, logger: Logger, waitSeconds: Int = 0
  ) {
    self.init(settings: settings, data: data, assets: assets, logger: logger) {
      port throws(StartError) in
      var settings = settings
      settings.http.port = port
      return try Application(
        settings: settings, data: data, assets: assets, logger: logger, waitSeconds: waitSeconds)
    }
  }

  init(settings: Settings, data: String, assets: String, logger: Logger, open: @escaping Opener) {
    self.settings = settings
    self.data = data
    self.assets = assets
    self.logger = logger
    self.open = open
  }

  /// Opens the kiosk, or shows why it is out of service and keeps trying.
  /// - Throws: `StartError`, when something is wrong that does not pass by itself.
  package func start() throws(StartError) {
    do {
      let application = try open(settings.http.port)
      try application.start()
      state.withLock { $0 = .open(application) }
    } catch {
      guard let hindrance = error.hindrance else { throw error }
      logger.error("event=start outcome=out-of-service reason=\"\(error.message)\"")
      let stand = try OutOfService(
        hindrance, settings: settings, data: data, assets: assets, logger: logger)
      try stand.start()
      state.withLock { $0 = .outOfService(stand) }
      let thread = Worker(name: "reopen") { [weak self] in
        self?.reopen() ?? true ? Self.idleSeconds : Self.retrySeconds
      }
      retryThread.withLock { $0 = thread }
      thread.start()
    }
  }

  /// Tries to open the kiosk in place of the screen that says why it is not; a step of the thread.
  /// - Returns: whether nothing is left to try.
  @discardableResult
  func reopen() -> Bool {
    state.withLock { state in
      guard case .outOfService(let stand) = state else { return true }
      guard stand.mayHavePassed else { return false }
      do {
        let application = try open(stand.port)
        stand.stop()
        do {
          try application.start()
        } catch {
          application.stop()
          throw error
        }
        state = .open(application)
        return true
      } catch {
        logger.error("event=start outcome=out-of-service reason=\"\(error)\"")
        // Unless the address was given up for the attempt, it is held already.
        try? stand.start()
        return false
      }
    }
  }

  /// Where it listens, as a browser on this machine asks for it.
  package var scheme: String { settings.http.certificateFile.isEmpty ? "http" : "https" }

  /// The port that is listened on.
  package var port: Int {
    state.withLock { state in
      switch state {
      case .closed: 0
      case .outOfService(let stand): stand.port
      case .open(let application): application.port
      }
    }
  }

  /// The one-time code to name the first director; nil when somebody can sign in, or nobody yet.
  package var setUpCode: String? {
    state.withLock { state in
      guard case .open(let application) = state else { return nil }
      return application.setUpCode
    }
  }

  /// Answers what is under way and closes whatever stands here.
  package func stop() {
    retryThread.withLock { $0 }?.stop(withinSeconds: 2)
    state.withLock { state in
      switch state {
      case .closed: break
      case .outOfService(let stand): stand.stop()
      case .open(let application): application.stop()
      }
      state = .closed
    }
  }
}
