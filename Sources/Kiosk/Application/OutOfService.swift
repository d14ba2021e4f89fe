import Glibc
import HTTP
import Logging
import Synchronization

/// Holds the kiosk's address while it cannot open its records, because nothing can be written: opening
/// them is writing, the count of starts, the lock, SQLite's index of its log of writes, `log.boot`. So it
/// needs the assets alone and writes nothing.
final class OutOfService: Sendable {
  /// With less room no attempt to open can succeed.
  static let leastFreeBytes: UInt64 = 1 << 20

  private let settings: Settings
  private let data: String
  private let logger: Logger
  private let router: Router
  private let tls: ServerTLS?
  private let server: Mutex<Server?> = Mutex(nil)
  private let lastPort: Mutex<Int>

  init(
    _ hindrance: StartError.Hindrance, settings: Settings, data: String, assets: String,
    logger: Logger
  ) throws(StartError) {
    do {
      let pages = OutOfServicePages(
        hindrance: hindrance, settings: settings, pages: try Pages(assets: assets), assets: assets,
        disk: data)
      router = pages.router
      let http = settings.http
      tls = try ServerTLS(
        certificateFile: http.certificateFile, keyFile: http.keyFile,
        clientAuthorityFile: http.clientAuthorityFile)
    } catch {
      throw StartError(error, data: data, settings: settings)
    }
    self.settings = settings
    self.data = data
    self.logger = logger
    lastPort = Mutex(settings.http.port)
  }

  /// The port that is listened on, or was.
  var port: Int { lastPort.withLock { $0 } }

  /// Whether an attempt to open the records is worth its while.
  var mayHavePassed: Bool {
    let place = Files.exists(data) ? data : Files.directory(of: data)
    let free = DiskUsage(path: place)?.freeBytes ?? 0
    return free >= Self.leastFreeBytes && access(place, W_OK) == 0
  }

  /// Listens, unless it does already.
  func start() throws(StartError) {
    guard server.withLock({ $0 == nil }) else { return }
    var serving = ServerSettings(settings)
    serving.port = port
    serving.tls = tls
    let server = Server(settings: serving, logger: logger, router: router)
    do {
      try server.start()
    } catch {
      throw StartError(error, data: data)
    }
    lastPort.withLock { $0 = server.port }
    self.server.withLock { $0 = server }
    logger.info("event=start port=\(server.port) outcome=out-of-service")
  }

  /// Gives the address up.
  func stop() {
    let running = server.withLock { server in
      defer { server = nil }
      return server
    }
    running?.stop(graceSeconds: 1)
  }
}
