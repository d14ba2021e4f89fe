import HTTP
package import Logging
import Paper
import Store
import Synchronization

/// The whole kiosk, put together in one place for the daemon and for tests: store, desk, pages,
/// server and workers. Nothing runs before `start`.
package final class Application: Sendable {
  /// The use cases.
  package let desk: Desk
  /// The transfer to the province, for tests to step.
  package let sync: SyncWorker
  /// The printing, for tests to step.
  package let printing: PrintWorker
  /// The one-time code to name the first director; nil when somebody can sign in.
  package let setUpCode: String?

  /// The issuing to a whole class, for tests to step.
  package let issuing: IssueWorker

  private let data: DataDirectory
  private let logger: Logger
  private let server: Server
  private let syncThread: Worker
  private let printThread: Worker
  private let issueThread: Worker
  private let searchThread: Worker
  private let checkThread: Worker
  private let diskThread: Worker
  private let networkThread: Worker
  private let lineThread: Worker?
  private let client: ProvinceClient
  private let clockThread: Worker
  private let screenThread: Worker
  /// The writing of sticks, for tests to step.
  package let stick: StickWorker
  private let stickThread: Worker
  private let inboxThread: Worker
  private let scanners: ScannerThreads?

  /// Opens everything.
  /// - Parameters:
  ///   - data: the data directory; it is created when it is missing.
  ///   - assets: the folder of pages and texts.
  ///   - clock: the time that is used instead of the machine's, for tests.
  ///   - waitSeconds: how long to wait for a command that uses the folder to end.
  /// - Throws: `StartError`.
  package init(
    settings: Settings, data path: String, assets: String, logger: Logger, clock: Clock? = nil,
    waitSeconds: Int = 0
  ) throws(StartError) {
    do {
      // After a power cut on a full disk the kiosk must come up to say so.
      if DiskReserve(directory: path, bytes: settings.limits.reserveBytes).releaseIfFull() {
        logger.error("event=disk outcome=full reserve=released")
      }
      let pages = try Pages(assets: assets)
      let papers = try Papers(assets: assets, settings: settings.sign)
      let opening = try Opening(
        path: path, settings: settings, clock: clock, papers: papers, waitSeconds: waitSeconds)
      let desk = opening.desk
      self.desk = desk
      self.logger = logger
      data = opening.data
      setUpCode = try desk.prepareSetUp(file: opening.data.setUpFile)
      let problems = Self.problems(desk: desk, pages: pages, logger: logger)
      server = try Self.server(
        desk: desk, pages: pages, problems: problems, assets: assets, logger: logger)
      scanners = ScannerThreads(desk: desk, problems: problems, logger: logger)
      let client = try ProvinceClient(settings.sync, data: path, clock: desk.clock)
      let sync = Self.syncWorker(desk: desk, client: client, logger: logger)
      let printing = Self.printWorker(
        desk: desk, folder: opening.data.printFolder, logger: logger)
      self.sync = sync
      self.printing = printing
      let issuing = IssueWorker(desk: desk, logger: logger)
      self.issuing = issuing
      let syncThread = Worker(name: "sync") { Self.delay(sync, desk, logger) }
      self.syncThread = syncThread
      self.client = client
      lineThread = Self.lineWorker(desk: desk, client: client, logger: logger)
      networkThread = Self.networkWorker(sync, wake: { syncThread.wake() }, logger)
      printThread = Worker(name: "print") { printing.delaySecondsAfterStep() }
      issueThread = Worker(name: "issue") { issuing.delaySecondsAfterStep() }
      let search = PrinterSearchWorker(desk: desk, logger: logger)
      searchThread = Worker(name: "printers") { search.delaySecondsAfterStep() }
      checkThread = Self.checkWorker(desk: desk, logger: logger)
      diskThread = Self.diskWorker(desk: desk, logger: logger)
      clockThread = Self.clockWorker(desk: desk, logger: logger)
      let screen = ScreenWorker(desk: desk, logger: logger)
      screenThread = Worker(name: "screen") { screen.step() }
      let stick = StickWorker(desk: desk, logger: logger)
      self.stick = stick
      stickThread = Worker(name: "stick") { stick.delaySecondsAfterStep() }
      let inbox = InboxWorker(desk: desk, logger: logger)
      inboxThread = Worker(name: "inbox") { inbox.delaySecondsAfterStep() }
    } catch {
      throw StartError(error, data: path, settings: settings)
    }
  }

  /// Where it listens, as a browser on this machine asks for it.
  package var scheme: String { server.isSecure ? "https" : "http" }

  /// The port that is listened on.
  package var port: Int { server.port }

  /// Listens and starts the workers.
  /// - Throws: `StartError` that names the port when it is taken.
  package func start() throws(StartError) {
    do {
      try server.start()
    } catch {
      throw StartError(error, data: data.path)
    }
    let wakeCommits = max(1, desk.settings.sync.wakeEvents / 8)
    let commits = Atomic<Int>(0)
    desk.store.onCommit { [syncThread] in
      if commits.wrappingAdd(1, ordering: .relaxed).newValue % wakeCommits == 0 {
        syncThread.wake()
      }
    }
    desk.wakeSync.withLock {
      $0 = { [sync, syncThread] in
        sync.retryNow()
        syncThread.wake()
      }
    }
    desk.wakePrinting.withLock { $0 = { [printThread] in printThread.wake() } }
    desk.wakeIssuing.withLock { $0 = { [issueThread] in issueThread.wake() } }
    desk.wakePrinterSearch.withLock { $0 = { [searchThread] in searchThread.wake() } }
    desk.wakeStick.withLock { $0 = { [stickThread] in stickThread.wake() } }
    DraftFile.clean(desk.draftFolder)
    syncThread.start()
    networkThread.start()
    lineThread?.start()
    issueThread.start()
    searchThread.start()
    printThread.start()
    checkThread.start()
    diskThread.start()
    clockThread.start()
    screenThread.start()
    stickThread.start()
    inboxThread.start()
    scanners?.start()
    Memory.trim()
    if !CertificateTime.isJudgedHere {
      // Not the libcurl of OpenSSL: a board whose clock is unset cannot reach a province over TLS.
      logger.warning("event=start outcome=limited reason=\"certificates need the system's clock\"")
    }
    logger.info("event=start port=\(server.port) version=\(Program.version)")
  }

  /// Answers what is under way, ends the workers and closes the store.
  package func stop() {
    scanners?.stop()
    desk.screens.close()
    server.stop(graceSeconds: Double(desk.settings.limits.stopGraceSeconds))
    desk.store.onCommit(nil)
    desk.cancelStick()
    let workers = [
      syncThread, networkThread, lineThread, issueThread, printThread, searchThread, checkThread,
      diskThread, clockThread, screenThread, stickThread, inboxThread,
    ]
    for worker in workers {
      // Ends an exchange under way; what it had sent is sent again another time.
      client.interrupt()
      worker?.stop(withinSeconds: 2)
    }
    desk.store.close()
    try? data.timekeeper.saveFloor()
    logger.info("event=stop")
  }
}
