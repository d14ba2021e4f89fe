import CMicroHTTPD
import Logging
import Synchronization

/// What every connection's thread shares: the settings, the application's closures, the counters.
final class ServerCore: Sendable {
  let settings: ServerSettings
  let logger: Logger
  let respond: @Sendable (Request) -> Response
  let refuse: @Sendable (Request, Refusal) -> Response
  let bodyLimit: @Sendable (_ head: Request) -> Int?
  let commonFields: [Header]
  let watch: DeadlineWatch
  /// The certificate in use; nil where nothing is encrypted.
  let tls: TLSMemory?
  /// Requests whose first line was read and whose answer is not yet in the kernel's hands.
  let requestsInFlight = Atomic<Int>(0)
  let isStopping = Atomic<Bool>(false)

  init(
    settings: ServerSettings, logger: Logger,
    respond: @escaping @Sendable (Request) -> Response,
    refuse: @escaping @Sendable (Request, Refusal) -> Response,
    bodyLimit: @escaping @Sendable (Request) -> Int?
  ) {
    self.settings = settings
    self.logger = logger
    self.respond = respond
    self.refuse = refuse
    self.bodyLimit = bodyLimit
    tls = settings.tls.map(TLSMemory.init)
    commonFields = settings.securityHeaders.fields.all
    let tick = min(max(settings.requestTimeoutSeconds * 1000 / 8, 20), 1000)
    watch = DeadlineWatch(tickMilliseconds: Int32(tick))
  }

  var stopping: Bool { isStopping.load(ordering: .acquiring) }

  /// A connection was accepted; the pointer goes into libmicrohttpd's socket context.
  func connectionStarted(_ connection: OpaquePointer) -> UnsafeMutableRawPointer {
    let state = Connection(
      descriptor: MHD_connection_descriptor(connection), isSecure: tls != nil)
    expectRequest(on: state)
    watch.add(state)
    return Unmanaged.passRetained(state).toOpaque()
  }

  /// The socket is about to be closed.
  func connectionEnded(_ context: UnsafeMutableRawPointer) {
    let state = Unmanaged<Connection>.fromOpaque(context).takeRetainedValue()
    watch.remove(state)
    // Unread bytes would turn the close into a reset that can overtake our last answer.
    var looks = 0
    while looks < 64, state.discard() > 0 { looks += 1 }
  }

  /// Idling is libmicrohttpd's to end; a head that dribbles in is ours.
  func expectRequest(on connection: Connection) {
    connection.expect(
      .reading,
      withinSeconds: Double(settings.idleTimeoutSeconds) + settings.requestTimeoutSeconds)
  }
}
