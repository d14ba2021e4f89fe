import HTTP

/// Tells this machine's own pages and programs from other sites' pages that a browser here shows.
enum RequestOrigin {
  /// Throws 403 when a browser says that another site sent the request.
  ///
  /// Browsers send `Sec-Fetch-Site` and, with a POST, `Origin`; scanners, programs and the bench
  /// send neither and pass.
  static func requireOwn(_ request: Request) throws(Refusal) {
    if let site = request.header("Sec-Fetch-Site"), site != "same-origin", site != "none" {
      throw foreign
    }
    guard let origin = request.header("Origin") else { return }
    guard let host = request.header("Host"), isSame(origin, host) else { throw foreign }
  }

  /// Throws 403 unless the request comes from this machine. What a proxy on it hands on has come from
  /// elsewhere.
  static func requireLocal(_ request: Request) throws(Refusal) {
    guard isOnSite(request) else {
      throw Refusal(
        .forbidden, code: "api.notLocal",
        detail: "The check-in interface answers this machine only (setting checkIn.isAPILocal).")
    }
  }

  /// Throws 403 unless the request comes from a page of this kiosk on a screen that may show who checks
  /// in.
  static func requireScreen(
    _ request: Request, of settings: CheckInSettings
  ) throws(Refusal) {
    try requireOwn(request)
    guard !settings.isScreenLocal || isOnSite(request) else {
      throw Refusal(
        .forbidden, code: "screen.notLocal",
        detail: "The check-in screen answers this machine only (setting checkIn.isScreenLocal).")
    }
  }

  /// Whether a request comes from this machine itself. What a proxy on it hands on has come from
  /// elsewhere.
  static func isOnSite(_ request: Request) -> Bool {
    request.isLoopback
      && !["Forwarded", "X-Forwarded-For", "Via"].contains { request.header($0) != nil }
  }

  private static func isSame(_ origin: String, _ host: String) -> Bool {
    origin == "http://\(host)" || origin == "https://\(host)"
  }

  private static let foreign = Refusal(
    .forbidden, code: "request.foreign", detail: "The request was sent by a page of another site.")
}
