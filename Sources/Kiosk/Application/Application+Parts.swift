import Evidence
import HTTP
import Logging
import Paper
import Store

extension Application {
  /// The server with every route: the door, the desk, the pull addresses.
  static func server(
    desk: Desk, pages: Pages, problems: ProblemPages, assets: String, logger: Logger
  ) throws -> Server {
    var router = Router { problems.response(to: $0, error: $1) }
    DoorPages(desk: desk, pages: pages, assets: assets).addRoutes(to: &router)
    DeskPages(desk: desk, pages: pages).addRoutes(to: &router)
    try VerifierRoutes(desk: desk, assets: assets).addRoutes(to: &router)
    PullRoutes(desk: desk).addRoutes(to: &router)
    var serving = ServerSettings(desk.settings)
    let http = desk.settings.http
    serving.tls = try ServerTLS(
      certificateFile: http.certificateFile, keyFile: http.keyFile,
      clientAuthorityFile: http.clientAuthorityFile)
    return Server(settings: serving, logger: logger, router: router)
  }

  /// What people read of refusals and faults, which are logged here.
  static func problems(desk: Desk, pages: Pages, logger: Logger) -> ProblemPages {
    ProblemPages(pages: pages, centreName: desk.settings.centre.name) {
      logger.error("event=fault request=\($2) path=\($0) reason=\"\($1)\"")
    }
  }

  /// The transfer to the province.
  static func syncWorker(desk: Desk, client: ProvinceClient, logger: Logger) -> SyncWorker {
    SyncWorker(
      store: desk.store, keys: desk.keys, clock: desk.clock, settings: desk.settings.sync,
      logger: logger, certification: desk.certification, timekeeper: desk.timekeeper,
      condition: { desk.condition() }, eraseElsewhere: { try desk.eraseElsewhere() },
      send: { try client.send($0) })
  }

  /// The printing to the printer that is chosen, or into `folder` when none is.
  static func printWorker(desk: Desk, folder: String, logger: Logger) -> PrintWorker {
    PrintWorker(desk: desk, logger: logger, line: PrintLine.chosen(of: desk, folder: folder))
  }

  /// The line that is held for the province's pulls; nil where none is wanted.
  static func lineWorker(desk: Desk, client: ProvinceClient, logger: Logger) -> Worker? {
    guard desk.settings.sync.dialOut else {
      return nil
    }
    var router = Router()
    PullRoutes(desk: desk).addRoutes(to: &router)
    let line = LineWorker(desk: desk, router: router, logger: logger) { try client.send($0) }
    return Worker(name: "line") { line.step() }
  }

  /// What lets the transfer try earlier when the network has come back.
  static func networkWorker(
    _ sync: SyncWorker, wake: @escaping @Sendable () -> Void, _ logger: Logger
  )
    -> Worker
  {
    let watch = NetworkWatch {
      let wait = (try? sync.networkChanged()) ?? nil
      logger.info("event=network outcome=appeared wait=\(wait.map { String($0) } ?? "unchanged")")
      if wait != nil { wake() }
    }
    return Worker(name: "network") {
      watch.step()
      return NetworkWatch.intervalSeconds
    }
  }

  /// One pass of the transfer, and the seconds until the next.
  static func delay(_ sync: SyncWorker, _ desk: Desk, _ logger: Logger) -> Double {
    do {
      try sync.step()
    } catch {
      logger.error("event=sync outcome=fault reason=\"\(error)\"")
      return Double(desk.settings.sync.backOffSeconds)
    }
    return sync.delaySeconds()
  }

  /// The look at the disk, from time to time.
  static func diskWorker(desk: Desk, logger: Logger) -> Worker {
    Worker(name: "disk") {
      desk.watchDisk()
      do {
        if try desk.forgetIfDue() { logger.info("event=overwrite outcome=done") }
      } catch {
        logger.warning("event=overwrite outcome=failed reason=\"\(error)\"")
      }
      return desk.disk.isFull ? 5 : 60
    }
  }

  /// A look for steps of the clock, every minute.
  static func clockWorker(desk: Desk, logger: Logger) -> Worker {
    Worker(name: "clock") {
      do {
        try desk.lookAtClock()
      } catch {
        logger.error("event=clock outcome=fault reason=\"\(error)\"")
      }
      return 60
    }
  }

  /// The check of the database, once, some seconds after start.
  static func checkWorker(desk: Desk, logger: Logger) -> Worker {
    Worker(name: "check") {
      do {
        for problem in try desk.checkStore() {
          logger.error("event=check outcome=damaged reason=\"\(problem)\"")
        }
      } catch {
        logger.error("event=check outcome=fault reason=\"\(error)\"")
      }
      Memory.trim()
      return 366 * 86_400
    }
  }
}

extension ServerSettings {
  /// What the configuration says about the server.
  init(_ settings: Settings) {
    self.init()
    host = settings.http.host
    port = settings.http.port
    maxBodyBytes = settings.limits.requestBytes
    maxTargetBytes = settings.limits.targetBytes
    // An open screen counts against no visitor.
    maxConnections = settings.limits.connections + settings.limits.screens
    maxConnectionsPerAddress = settings.limits.connectionsPerAddress + settings.limits.screens
    idleTimeoutSeconds = settings.limits.idleTimeoutSeconds
    memoryPerConnectionBytes = settings.limits.connectionMemoryBytes
  }
}
