import Evidence
import HTTP
import Store

/// Puts the desk's pages on the router, each behind the guards that its kind needs.
struct DeskRoutes {
  /// Who may do what a form asks.
  enum Right: Sendable {
    /// Director and clerk.
    case write
    /// The director alone.
    case direct
    /// Everybody who is signed in; signing out needs no more.
    case any
  }

  typealias Answer = @Sendable (DeskRequest) throws -> Response

  var router: Router
  let desk: Desk
  let pages: Pages

  /// A page for everybody who is signed in, if the room is open to them.
  mutating func read(_ place: DeskPlace, in room: DeskRoom?, _ answer: @escaping Answer) {
    let gate = DeskGate(desk: desk, pages: pages)
    router.on("GET", place.rawValue) { request in
      try gate.signedIn(request, room: room) { call in
        guard room?.isOpen(to: call.user?.role ?? .viewer) ?? true else {
          return call.message(
            .refusedTitle, call.text(.refusedDirector), status: .forbidden)
        }
        return try answer(call)
      }
    }
  }

  /// A page with a form for those who may send it.
  mutating func form(_ place: DeskPlace, in room: DeskRoom, _ answer: @escaping Answer) {
    read(place, in: room) { call in try DeskGate.allowed(.write, call) ?? answer(call) }
  }

  /// What a form does: signed in, allowed, and with the token of the session.
  /// - Parameters:
  ///   - limits: what the form may hold, where it takes files.
  ///   - bodyBytes: how long the request may be, where that is more than the server's own limit;
  ///     strangers get no more than that.
  mutating func write(
    _ place: DeskPlace, in room: DeskRoom?, by right: Right = .write,
    limits: FormLimits = .standard, bodyBytes: Int? = nil, _ answer: @escaping Answer
  ) {
    let (desk, gate) = (desk, DeskGate(desk: desk, pages: pages))
    router.on(
      "POST", place.rawValue, maxBodyBytes: bodyBytes, admits: { gate.isSignedIn($0) }
    ) { request in
      try gate.signedIn(request, room: room) { call in
        if let refusal = DeskGate.allowed(right, call) { return refusal }
        guard constantTimeEqual(try call.http.form(limits: limits)["csrf"] ?? "", call.csrf) else {
          return call.message(.refusedTitle, call.text(.refusedCsrf), status: .forbidden)
        }
        // Sessions, notices, the clock: most of what staff change stands on the first screen.
        defer { desk.screens.publishIdle() }
        return try answer(call)
      }
    }
  }

  /// A page or form before anybody is signed in; a form carries the token of its own cookie.
  mutating func open(_ method: String, _ place: DeskPlace, _ answer: @escaping Answer) {
    let gate = DeskGate(desk: desk, pages: pages)
    router.on(method, place.rawValue) { request in
      try gate.stranger(request, answer)
    }
  }
}
