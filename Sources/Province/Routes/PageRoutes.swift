import Centre
import Evidence
package import HTTP

/// What the province's own people see: the fleet and the certificates. There is no sign-in yet, so
/// only a browser on this very machine is answered.
package struct PageRoutes: Sendable {
  let pool: ConnectionPool
  let pages: Pages
  let settings: Settings
  let clock: WallClock

  /// Puts the pages behind their addresses.
  package init(pool: ConnectionPool, pages: Pages, settings: Settings, clock: WallClock) {
    self.pool = pool
    self.pages = pages
    self.settings = settings
    self.clock = clock
  }

  /// Adds the routes.
  package func add(to router: inout Router) {
    let files = StaticFiles(directory: pages.assets, cacheControl: "max-age=300")
    router.on("GET", "/") { try fleet($0) }
    router.on("GET", "/centres") { try centres($0) }
    router.on("GET", "/certificates") { try certificates($0) }
    router.on("GET", "/quarantine") { try quarantine($0) }
    router.on("GET", "/v1/kiosks.json") { try kiosks($0) }
    router.on("GET", "/v1/kiosks.csv") { try kioskTable($0) }
    for name in ["style.css", "province.css", "icons.svg", "icon.svg"] {
      router.on("GET", "/assets/\(name)") { try files.respond(to: $0, file: name) }
    }
  }

  /// A page that says what went wrong, in the visitor's language.
  package func problem(
    _ request: Request, status: Status, incident: String?
  ) -> Response {
    let language = language(request)
    guard let texts = pages.texts(language) else { return .empty(status) }
    let key: TextKey =
      switch status.code {
      case 404: .problemNotFound
      case 403: .problemElsewhere
      case 500...: .problemFault
      default: .problemRequest
      }
    return pages.render(
      "province-problem",
      [
        "title": texts(.problemTitle), "province": settings.province.name,
        "text": texts(key, ["incident": incident ?? ""]),
      ], language, status: status)
  }

  private func fleet(_ request: Request) throws -> Response {
    try requireLoopback(request)
    return try page("province-fleet", request) { text in
      FleetPage(
        fleet: try readFleet(), query: query(request), rows: settings.pages.rows, text: text
      ).values
    }
  }

  private func centres(_ request: Request) throws -> Response {
    try requireLoopback(request)
    return try page("province-centres", request) { text in
      CentresPage(
        fleet: try readFleet(), query: query(request), rows: settings.pages.rows, text: text
      ).values
    }
  }

  private func query(_ request: Request) -> FleetQuery { FleetQuery { request.query[$0] } }

  private func certificates(_ request: Request) throws -> Response {
    try requireLoopback(request)
    let centre = try request.query["centre"].flatMap { text -> String? in
      guard !text.isEmpty else { return nil }
      guard let code = try? CentreCode(text) else {
        throw Refusal(.badRequest, code: "centre", detail: "centre is not a code as 14464-1.")
      }
      return code.text
    }
    let number = Int(request.query["page"] ?? "1") ?? 1
    return try page("province-certificates", request) { text in
      let list = try CertificateList(
        pool, centre: centre, page: min(max(number, 1), 1_000_000), rows: settings.pages.rows)
      return CertificatesPage(list: list, centre: centre, text: text).values
    }
  }

  func page(
    _ template: String, _ request: Request, _ values: (PageText) throws -> [String: Any]
  ) throws -> Response {
    let language = language(request)
    guard let texts = pages.texts(language) else { return .empty(.notFound) }
    let now = clock.milliseconds()
    let text = PageText(texts: texts, language: language, nowMilliseconds: now)
    var all = try values(text)
    all["province"] = settings.province.name
    all["now"] = text.time(now)
    let response = pages.render(template, all, language)
    guard request.query["lang"] != nil else { return response }
    return response.setting(
      Cookie(name: "lang", value: language.rawValue, maxAgeSeconds: 31_536_000))
  }

  private func kiosks(_ request: Request) throws -> Response {
    try requireLoopback(request)
    let now = clock.milliseconds()
    return .json(try readFleet().json(nowMilliseconds: now, query: query(request)))
      .with("Cache-Control", "no-store")
  }

  /// The same rows as a table: parted by commas, or by semicolons for Excel set up in Vietnamese.
  private func kioskTable(_ request: Request) throws -> Response {
    try requireLoopback(request)
    let separator: Character = request.query["separator"] == "semicolon" ? ";" : ","
    let day = Day(wallMilliseconds: clock.milliseconds()).iso
    return .bytes(
      try readFleet().csv(query: query(request), separator: separator),
      contentType: "text/csv; charset=utf-8"
    )
    .with("Content-Disposition", "attachment; filename=\"kiosks-\(day).csv\"")
    .with("Cache-Control", "no-store")
  }

  private func readFleet() throws -> Fleet {
    try Fleet(
      pool, nowMilliseconds: clock.milliseconds(),
      silentMilliseconds: Int64(settings.pages.silentHours) * 3_600_000)
  }

  /// A proxy on this machine would make every visitor look local, so its traces are refused as well.
  func requireLoopback(_ request: Request) throws(Refusal) {
    let host = request.header("Host") ?? "localhost"
    let name = host.hasPrefix("[::1]") ? "localhost" : String(host.prefix { $0 != ":" })
    let isLocalName = name == "localhost" || name == "127.0.0.1"
    let isForwarded = ["Forwarded", "X-Forwarded-For", "Via"].contains {
      request.header($0) != nil
    }
    guard request.isLoopback, isLocalName, !isForwarded else {
      throw Refusal(
        .forbidden, code: "elsewhere",
        detail: "The pages are shown only on the province's own machine.")
    }
  }

  private func language(_ request: Request) -> Language {
    let wish = request.query["lang"] ?? request.cookies["lang"] ?? settings.pages.language
    return Language(rawValue: wish) ?? .vi
  }
}
