import CMicroHTTPD
import Glibc
package import Logging
import Synchronization

/// A web server: one thread a connection, one call of `respond` a request.
package final class Server: Sendable {
  // Sendable by hand: libmicrohttpd's functions for a daemon may be called from any thread.
  private struct Running: @unchecked Sendable {
    let daemon: OpaquePointer
    let port: Int
  }

  private let core: ServerCore
  private let running = Mutex<Running?>(nil)

  /// `respond` answers every sound request and `refuse` every other; both run on the connection's
  /// thread and may block. `bodyLimit` is asked with the head before a
  /// body is read; nil means the settings'.
  package init(
    settings: ServerSettings, logger: Logger,
    respond: @escaping @Sendable (Request) -> Response,
    refuse: @escaping @Sendable (Request, Refusal) -> Response = Router.plainErrorPage,
    bodyLimit: @escaping @Sendable (_ head: Request) -> Int? = { _ in nil }
  ) {
    core = ServerCore(
      settings: settings, logger: logger, respond: respond, refuse: refuse, bodyLimit: bodyLimit)
  }

  /// A server whose every answer, refusals included, comes from `router`.
  package convenience init(settings: ServerSettings, logger: Logger, router: Router) {
    self.init(
      settings: settings, logger: logger, respond: { router.respond(to: $0) },
      refuse: { router.errorPage($0, $1) },
      bodyLimit: { router.bodyLimit(of: $0) })
  }

  deinit {
    stop(graceSeconds: 0)
  }

  /// Binds and begins to answer; throws `ServerError` naming host and port. Once only.
  package func start() throws(ServerError) {
    let settings = core.settings
    guard core.tls == nil || MHD_is_feature_supported(.FEATURE_TLS) == .YES else {
      throw ServerError(
        operation: "start", host: settings.host, port: settings.port, code: 0,
        reason: "this libmicrohttpd was built without TLS")
    }
    let socket = try ListeningSocket(host: settings.host, port: settings.port)
    guard core.watch.start(),
      let daemon = DaemonOptions(core: core, socket: socket).startDaemon()
    else {
      let code = errno
      core.watch.stop()
      close(socket.descriptor)
      throw ServerError(
        operation: "start", host: settings.host, port: socket.port, code: code,
        reason: core.tls == nil
          ? String(cString: strerror(code))
          : "the TLS certificate and its key do not fit together or cannot be read")
    }
    let started = Running(daemon: daemon, port: socket.port)
    running.withLock { $0 = started }
  }

  /// Whether it speaks TLS.
  package var isSecure: Bool { core.tls != nil }

  /// The port listened on; 0 unless running.
  package var port: Int { running.withLock { $0?.port } ?? 0 }

  /// True once `stop` was called: long answers should end soon.
  package var isStopping: Bool { core.stopping }

  /// Takes no new connection, waits up to `graceSeconds` for the requests in flight, then closes.
  ///
  /// Returns when every thread has ended, so a handler that never returns keeps it waiting.
  package func stop(graceSeconds: Double) {
    let stopped = running.withLock { running in
      defer { running = nil }
      return running
    }
    guard let daemon = stopped?.daemon else { return }
    core.isStopping.store(true, ordering: .sequentiallyConsistent)
    let socket = MHD_quiesce_daemon(daemon)
    adoptBacklog(of: socket, into: daemon)
    // New clients are refused at once instead of waiting in a queue that nobody serves.
    shutdown(socket, Int32(SHUT_RDWR))
    drain(graceSeconds: graceSeconds)
    MHD_stop_daemon(daemon)
    core.watch.stop()
    close(socket)
  }

  /// Clients the kernel has accepted for us may already have sent their request.
  private func adoptBacklog(of socket: Int32, into daemon: OpaquePointer) {
    var storage = sockaddr_storage()
    withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        while true {
          var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
          let client = accept(socket, address, &size)
          guard client >= 0 else { return }
          MHD_add_connection(daemon, client, address, size)
        }
      }
    }
  }

  /// Waits until nothing has been in flight for a while: between two looks a request that was in the
  /// kernel's hands has become an exchange, unless the thread that read it waits for a processor.
  private func drain(graceSeconds: Double) {
    let end = MonotonicClock.milliseconds + Int64(graceSeconds * 1000)
    var quietLooks = 0
    while quietLooks < 16, MonotonicClock.milliseconds < end {
      let isQuiet =
        core.requestsInFlight.load(ordering: .acquiring) == 0 && !core.watch.hasUnreadBytes
      quietLooks = isQuiet ? quietLooks + 1 : 0
      poll(nil, 0, 3)
    }
  }
}
