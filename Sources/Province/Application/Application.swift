package import Evidence
package import HTTP
package import Logging

/// The whole service: database, keys, collector, projector, pages and web server, wired once for the
/// daemon and for tests.
package final class Application: Sendable {
  /// The database.
  package let pool: ConnectionPool
  /// The province's keys.
  package let keys: KeyRing
  /// Takes batches.
  package let collector: Collector
  /// Takes personal values.
  package let personal: PersonalCollector
  /// Makes codes and enrols kiosks.
  package let enrolments: Enrolments
  /// Certifies kiosks' keys, or notes that they wait for the offline root.
  package let certificates: Certificates
  /// Lets logs branch where a card was restored or copied.
  package let branches: Branches
  /// Makes rows out of events.
  package let projector: Projector
  /// Makes the bundle of withdrawn certificates.
  package let publisher: StatusPublisher
  /// Keeps good what replaced kiosks had issued.
  package let lateCertificates: LateCertificates
  /// Raised when the program ends: projecting ends after the stretch at hand.
  package let stop = StopFlag()
  let settings: Settings
  let clock: WallClock
  private let logger: Logger
  private let shelf: BundleShelf
  private let worker: Worker
  private let retryWorker: Worker
  private let statusWorker: Worker
  private let bell: LineBell
  private let partitionWorker: Worker

  /// Opens database and keys and brings the schema up to date; listens to nothing yet.
  package init(settings: Settings, clock: WallClock = .system, logger: Logger) throws {
    self.settings = settings
    self.clock = clock
    self.logger = logger
    pool = ConnectionPool(try settings.target, size: settings.database.connections)
    let now = clock.milliseconds()
    for step in try Database.migrate(pool, nowMilliseconds: now) {
      logger.info("schema step", metadata: ["number": "\(step.number)", "name": "\(step.name)"])
    }
    try Self.lookWhose(pool, settings)
    keys = try KeyRing(
      data: settings.province.data, host: settings.province.host, name: settings.province.name,
      todayDays: now / 86_400_000)
    shelf = BundleShelf(bundles: Bundles(pool: pool))
    bell = LineBell(lines: HeldLines(pool: pool, keys: keys, clock: clock))
    let projector = Projector(pool: pool, clock: clock, logger: logger, stop: stop)
    let worker = Worker(name: "projector", intervalSeconds: 5, logger: logger) {
      try projector.catchUp()
    }
    // A thread of its own: after an update whole logs may be read anew, and the others go on meanwhile.
    let retry = QuarantineRetry(projector: projector, logger: logger)
    retryWorker = Worker(name: "quarantine", intervalSeconds: 600, logger: logger) {
      try retry.once()
    }
    self.projector = projector
    self.worker = worker
    collector = Collector(
      pool: pool, keys: keys, limits: settings.limits, clock: clock, onCommit: { worker.wake() })
    branches = Branches(
      pool: pool, keys: keys, projector: projector, clock: clock, onCommit: { worker.wake() })
    personal = PersonalCollector(
      pool: pool, limits: settings.limits, accepted: settings.personal.accepted)
    enrolments = Enrolments(
      pool: pool, keys: keys, settings: settings.enrolment, clock: clock)
    certificates = Certificates(
      pool: pool, keys: keys, clock: clock, days: settings.enrolment.certificateDays)
    publisher = StatusPublisher(
      pool: pool, keys: keys, clock: clock, publishHours: settings.status.publishHours)
    lateCertificates = LateCertificates(
      pool: pool, withdrawals: Withdrawals(pool: pool, keys: keys, clock: clock))
    let round = StatusRound(
      publisher: publisher, bulletins: BulletinPublisher(pool: pool, keys: keys, clock: clock),
      status: StatusKeys(pool: pool, keys: keys), late: lateCertificates, clock: clock,
      logger: logger)
    statusWorker = Worker(name: "status", intervalSeconds: 60, logger: logger) { try round.run() }
    let (pool, partitions) = (pool, collector.partitions)
    partitionWorker = Worker(name: "partitions", intervalSeconds: 3600, logger: logger) {
      try partitions.prepareAhead(pool, nowMilliseconds: clock.milliseconds())
    }
  }

  /// Every address of the service.
  /// - Throws: `PageError` or `Malformed` when the verifier page is missing or not the one we built.
  package func router(pages: Pages) throws -> Router {
    let pageRoutes = PageRoutes(pool: pool, pages: pages, settings: settings, clock: clock)
    let boundary = ErrorBoundary(pages: pageRoutes, logger: logger)
    var router = Router(errorPage: { boundary.answer($0, $1) })
    let admission = Admission(
      lanes: settings.collector.lanes,
      eventsPerLaneSecond: settings.collector.eventsPerLaneSecond,
      unreservedEvents: settings.collector.unreservedEvents)
    CollectorRoutes(
      access: Access(pool: pool), collector: collector, personal: personal,
      reception: Reception(pool: pool, admission: admission, clock: clock),
      enrolments: enrolments, certificates: certificates
    ).add(to: &router)
    LineRoutes(
      access: Access(pool: pool), lines: HeldLines(pool: pool, keys: keys, clock: clock),
      bell: bell,
      maxAnswerBytes: settings.collector.maxCompressedBytes
    ).add(to: &router)
    BranchRoutes(access: Access(pool: pool), branches: branches).add(to: &router)
    StatusRoutes(bundles: Bundles(pool: pool)).add(to: &router)
    BulletinRoutes(bulletins: Bulletins(pool: pool)).add(to: &router)
    try InterfaceRoutes(assets: pages.assets).add(to: &router)
    try VerifierRoutes(assets: pages.assets) { [self] in try pageTrust() }.add(to: &router)
    pageRoutes.add(to: &router)
    return router
  }

  /// A server over `router`; the caller starts and stops it.
  /// - Throws: `TLSFileError` when the certificate or its key cannot be used.
  package func server(_ router: Router) throws -> Server {
    var server = ServerSettings()
    server.host = settings.http.host
    server.port = settings.http.port
    server.maxConnections = connectionLimit()
    server.maxConnectionsPerAddress = settings.http.maxConnectionsPerAddress
    server.idleTimeoutSeconds = settings.http.idleTimeoutSeconds
    server.requestTimeoutSeconds = Double(settings.http.requestTimeoutSeconds)
    server.tls = try serverTLS()
    return Server(settings: server, logger: logger, router: router)
  }

  /// The certificate under which the service speaks TLS; nil where it speaks plainly.
  /// - Throws: `SettingsError` when a file of it cannot be used.
  package func serverTLS() throws -> ServerTLS? {
    try settings.naming {
      try ServerTLS(
        certificateFile: settings.http.certificateFile, keyFile: settings.http.keyFile)
    }
  }

  /// As many connections as are wanted, or as the limit of open files leaves room for: a connection that
  /// cannot be opened would wait in the kernel until its kiosk gives up.
  private func connectionLimit() -> Int {
    let wanted = settings.http.maxConnections
    let files = OpenFileLimit.raise()
    let limit = OpenFileLimit.connections(
      wanted: wanted, files: files, others: settings.database.connections)
    if limit < wanted {
      logger.warning(
        "this process may open too few files for http.maxConnections; raise LimitNOFILE or ulimit -n",
        metadata: ["wanted": "\(wanted)", "files": "\(files)", "connections": "\(limit)"])
    }
    return limit
  }

  /// Lets the lines go that kiosks hold, so that a stop does not wait for them.
  package func releaseLines() { bell.close() }

  /// What the verifier page is filled with now: roots and bundle in force.
  package func pageTrust() throws -> (host: String, roots: RootList, bundle: TrustBundle?) {
    (settings.province.shortHost, try keys.roots(), try shelf.bundle())
  }

  /// Starts the threads of partitions, projector, quarantine and status list.
  package func startWorkers() {
    partitionWorker.start()
    worker.start()
    retryWorker.start()
    statusWorker.start()
  }

  /// Ends the threads and closes idle connections. Events that are not projected yet are so after the next
  /// start.
  package func stopWorkers() {
    stop.raise()
    partitionWorker.stop()
    statusWorker.stop()
    retryWorker.stop()
    worker.stop()
    pool.close()
  }
}
