import HTTP

extension PageRoutes {
  /// The page of events that could not be understood.
  func quarantine(_ request: Request) throws -> Response {
    try requireLoopback(request)
    return try page("province-quarantine", request) { text in
      let quarantine = try Quarantine(pool, entries: settings.pages.rows)
      return QuarantinePage(quarantine: quarantine, text: text).values
    }
  }
}
