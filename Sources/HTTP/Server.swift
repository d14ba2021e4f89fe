package import Logging

/// A web server: one thread a connection, one call of `respond` a request.
package final class Server: @unchecked Sendable {
  package init(
    settings: ServerSettings, logger: Logger,
    respond: @escaping @Sendable (Request) -> Response,
    refuse: @escaping @Sendable (Request, Refusal) -> Response = Router.plainErrorPage,
    bodyLimit: @escaping @Sendable (_ method: String, _ path: String) -> Int? = { _, _ in nil }
  ) {}

  /// A server whose every answer, refusals included, comes from `router`.
  package convenience init(settings: ServerSettings, logger: Logger, router: Router) {
    self.init(
      settings: settings, logger: logger, respond: router.respond,
      refuse: { router.errorPage($0, $1) }, bodyLimit: router.bodyLimit)
  }

  /// Binds and begins to answer; throws `ServerError` naming host and port.
  package func start() throws(ServerError) {}

  /// The port listened on; 0 before `start`.
  package var port: Int { 0 }

  /// True once `stop` was called: long answers should end soon.
  package var isStopping: Bool { false }

  /// Takes no new request, waits up to `graceSeconds` for those in flight, then closes.
  package func stop(graceSeconds: Double) {}
}
