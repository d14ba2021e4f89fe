import Centre
import Evidence
package import HTTP

/// The check-in screen at `/` and what its forms send. Every path works without JavaScript.
package struct DoorPages: Sendable {
  private let desk: Desk
  private let pages: Pages
  private let files: StaticFiles
  private let cache: IdleCache

  /// Characters of a code that somebody types by the screen's own keys without JavaScript.
  private static let mostTypedCharacters = 20

  /// - Parameters:
  ///   - assets: the folder whose files are served under `/assets/`.
  ///   - freshMilliseconds: how long a rendered first screen is used; 0 renders it each time.
  package init(desk: Desk, pages: Pages, assets: String, freshMilliseconds: Int64 = 1_000) {
    self.desk = desk
    self.pages = pages
    files = StaticFiles(directory: assets) { try? Gzip.compress($0) }
    cache = IdleCache(freshMilliseconds: freshMilliseconds)
  }

  /// Serves the check-in screen, its interface for programs and the assets.
  package func addRoutes(to router: inout Router) {
    router.on("GET", Link.home.pattern) { try home($0) }
    router.on("GET", Link.checkIn.pattern) { _ in Response.redirect(to: Link.home.path()) }
    router.on("POST", Link.checkIn.pattern) { try checkIn($0) }
    router.on("POST", Link.undo.pattern) { try undo($0) }
    router.on("POST", Link.checkOut.pattern) { try checkOut($0) }
    router.on("GET", Link.search.pattern) { request in
      try RequestOrigin.requireScreen(request, of: desk.settings.checkIn)
      let look = Look(request)
      return try SearchScreen(desk: desk, pages: pages, look: look).response(request.query)
    }
    addOwnRoutes(to: &router)
    router.on("GET", Link.notice.pattern) { request in
      let screen = NoticeScreen(desk: desk, pages: pages, look: Look(request))
      return try screen.response(request.parameters["key"] ?? "")
    }
    router.on("GET", Link.events.pattern) { request in
      try RequestOrigin.requireScreen(request, of: desk.settings.checkIn)
      return try ScreenStream(
        desk: desk, pages: pages, look: Look(request), isOnSite: RequestOrigin.isOnSite(request)
      ).response(after: request.query[ScreenStream.afterField])
    }
    router.on("GET", Link.asset.pattern) { request in
      try files.respond(to: request, file: request.parameters["file"] ?? "")
    }
    ScreenRoutes(centreName: desk.settings.centre.name, pages: pages, files: files) { isHere in
      guard isHere else { return desk.screen.leave() }
      desk.screen.hear(at: desk.clock.read().bootMilliseconds)
    }.addRoutes(to: &router)
    CameraFrames(desk: desk).addRoutes(to: &router)
    CheckInInterface(desk: desk, texts: pages.texts).addRoutes(to: &router)
  }

  /// Guests, and residents' own pages.
  private func addOwnRoutes(to router: inout Router) {
    router.on("GET", Link.guest.pattern) { request in
      GuestScreen(desk: desk, pages: pages, look: Look(request)).choice()
    }
    router.on("POST", Link.guest.pattern) { request in
      try RequestOrigin.requireScreen(request, of: desk.settings.checkIn)
      return try GuestScreen(desk: desk, pages: pages, look: Look(request))
        .response(try request.form())
    }
    router.on("GET", Link.me.pattern) { _ in Response.redirect(to: Link.home.path()) }
    router.on("POST", Link.me.pattern) { request in
      try RequestOrigin.requireScreen(request, of: desk.settings.checkIn)
      return try OwnScreen(desk: desk, pages: pages, look: Look(request))
        .response(try request.form())
    }
  }

  private func home(_ request: Request) throws -> Response {
    let look = Look(request)
    let now = desk.clock.read().bootMilliseconds
    let response = try cache.response(
      to: request, look: look, change: desk.screens.changes, atBootMilliseconds: now
    ) {
      try idle(look, code: "")
    }
    return look.kept(in: response, for: request)
  }

  private func idle(_ look: Look, code: String) throws -> String {
    let screen = IdleScreen(desk: desk, texts: pages.texts, look: look)
    return pages.html("door-idle", try screen.context(code: code), language: look.language)
  }

  private func checkIn(_ request: Request) throws -> Response {
    try RequestOrigin.requireScreen(request, of: desk.settings.checkIn)
    let form = try request.form()
    let look = Look(request)
    let code = form["code"] ?? ""
    if let key = form["press"] {
      let typed = Keypress.applied(key, to: String(code.prefix(Self.mostTypedCharacters)))
      return Response.html(try idle(look, code: typed)).with("Cache-Control", "no-store")
    }
    let source = try source(form["source"])
    let session = form["session"].flatMap { $0.isEmpty ? nil : $0 }
    let screen = AnswerScreen(desk: desk, pages: pages, look: look)
    if form["resident"] != nil {
      let id = try number("resident", form)
      let answer = try desk.checkIn(resident: id, source: source, session: session)
      return screen.response(answer, wish: .init(resident: id, source: source))
    }
    let answer = try answer(to: code, source: source, session: session)
    return screen.response(
      answer, wish: .init(code: code, source: source, isOnSite: RequestOrigin.isOnSite(request)))
  }

  /// A code of the service's own scanners comes back with the session that somebody has chosen.
  private func answer(
    to code: String, source: CheckInSource, session: String?
  ) throws -> DeskAnswer {
    guard source == .serial else {
      return try desk.checkIn(scanned: code, source: source, session: session)
    }
    guard let session else { throw Self.foreignSource }
    guard let answer = try desk.choose(session: session, for: code) else {
      throw Refusal(
        .gone, code: "choice.expired", detail: "No screen asks about this code any more.")
    }
    return answer
  }

  private func undo(_ request: Request) throws -> Response {
    try RequestOrigin.requireScreen(request, of: desk.settings.checkIn)
    let answer = try desk.undo(visit: try number("visit", try request.form()))
    return AnswerScreen(desk: desk, pages: pages, look: Look(request)).response(answer)
  }

  private func checkOut(_ request: Request) throws -> Response {
    try RequestOrigin.requireScreen(request, of: desk.settings.checkIn)
    let form = try request.form()
    let visit = try number("visit", form)
    guard let answer = try desk.checkOut(visit: visit, source: .keypad) else {
      throw Refusal(.notFound, code: "visit.unknown", detail: "There is no visit \(visit).")
    }
    let screen = AnswerScreen(desk: desk, pages: pages, look: Look(request))
    return screen.response(
      answer, wish: leaving(answer, form, isOnSite: RequestOrigin.isOnSite(request)))
  }

  /// Whoever leaves after a scan keeps the way to the own page, by the key that came with the scan.
  private func leaving(
    _ answer: CheckInAnswer, _ form: Form, isOnSite: Bool
  ) -> AnswerScreen.Wish {
    guard case .checkedOut(let out) = answer, let key = form["key"],
      desk.ownResident(key: key) == out.residentId
    else { return .init(source: .keypad) }
    return .init(source: .wedge, isOnSite: isOnSite)
  }

  private func source(_ text: String?) throws(Refusal) -> CheckInSource {
    guard let text, !text.isEmpty else { return .keypad }
    switch CheckInSource(rawValue: text) {
    case .wedge: return .wedge
    case .keypad: return .keypad
    case .search: return .search
    case .serial: return .serial
    case .camera: return .camera
    case .roll, .paper, nil: throw Self.foreignSource
    }
  }

  private static let foreignSource = Refusal(
    .badRequest, code: "form.source", detail: "The form's source is none of the screen's.")

  private func number(_ name: String, _ form: Form) throws(Refusal) -> Int64 {
    guard let number = form[name].flatMap({ Int64($0) }), number >= 0 else {
      throw Refusal(
        .badRequest, code: "form.\(name)", detail: "The form's field \(name) is not a number.")
    }
    return number
  }
}
