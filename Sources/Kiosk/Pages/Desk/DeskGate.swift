import Evidence
import HTTP
import Store

/// The door of the desk: finds out who asks, and turns away whoever may not.
struct DeskGate: Sendable {
  /// The cookie of a signed-in session.
  static let cookieName = "desk"
  /// The cookie whose value the forms before sign-in must repeat.
  static let strangerCookieName = "desk-form"
  /// Below this path the desk's cookies are sent.
  static let cookiePath = "/desk"

  /// The header of a page that brings itself up to date, which does not keep anybody signed in.
  static let lookHeader = "Desk-Look"

  /// A year: staff choose their language once.
  private static let languageSeconds = 31_536_000

  let desk: Desk
  let pages: Pages

  /// Whether a signed-in user sends this, as far as can be told before its body is read.
  func isSignedIn(_ head: Request) -> Bool {
    guard let token = head.cookies[Self.cookieName] else { return false }
    return (try? desk.identity(ofToken: token)) != nil
  }

  /// Answers a request of a signed-in user; anybody else is led to sign in, and back afterwards.
  func signedIn(
    _ request: Request, room: DeskRoom?, _ answer: DeskRoutes.Answer
  ) throws -> Response {
    guard let token = request.cookies[Self.cookieName],
      let user = try desk.identity(
        ofToken: token, isUse: request.headers[Self.lookHeader] == nil)
    else {
      return try toSignIn(request)
    }
    let call = call(request, user: user, csrf: user.csrf, room: room)
    do {
      return keepingLanguage(try answer(call), call)
    } catch let refusal as StoreRefusal {
      return call.message(
        .refusedNotDone, call.text(Self.sentence(refusal)), status: .unprocessableContent)
    } catch let fault as StoreError where fault.isDiskFull || fault.isReadOnly {
      let sentence: DeskText = fault.isDiskFull ? .faultFull : .faultReadOnly
      return call.message(.faultTitle, call.text(sentence), status: .insufficientStorage)
    }
  }

  /// Remembers a language that was chosen at the desk, for the desk.
  private func keepingLanguage(_ response: Response, _ call: DeskRequest) -> Response {
    guard call.http.query[Language.fieldName] != nil else { return response }
    return response.setting(
      call.language.cookie(path: Self.cookiePath, maxAgeSeconds: Self.languageSeconds))
  }

  /// Why the store would not take a value that the form's own checks let through.
  private static func sentence(_ refusal: StoreRefusal) -> DeskText {
    switch refusal {
    case .sessionNotOpen: .refusedSessionNotOpen
    case .courseClosed: .refusedCourseClosed
    case .sessionFixed: .refusedSessionFixed
    case .sessionHasVisits: .refusedSessionHasVisits
    case .leavingNotRecorded, .cannotMerge: .refusedValue
    case .lastDirector: .refusedLastDirector
    case .notFound: .refusedMissing
    case .taken, .empty, .tooLong, .outOfRange, .forbiddenTitle, .alreadySetUp: .refusedValue
    }
  }

  /// Answers a request of somebody who is not signed in. A form must repeat the token of its cookie,
  /// so that no other site can sign a visitor in.
  func stranger(_ request: Request, _ answer: DeskRoutes.Answer) throws -> Response {
    let known = request.cookies[Self.strangerCookieName].flatMap { $0.utf8.count == 32 ? $0 : nil }
    let token = known ?? Hex.encode((0..<16).map { _ in UInt8.random(in: 0...255) })
    let call = call(request, user: nil, csrf: token, room: nil)
    if request.method == "POST" {
      guard known != nil, constantTimeEqual(try call.form()["csrf"] ?? "", token) else {
        return call.message(.refusedTitle, call.text(.refusedCsrf), status: .forbidden)
      }
    }
    let cookie = Cookie(name: Self.strangerCookieName, value: token, path: Self.cookiePath)
    return keepingLanguage(try answer(call), call).setting(cookie)
  }

  /// The page that says why a role may not do this; nil when it may.
  static func allowed(_ right: DeskRoutes.Right, _ call: DeskRequest) -> Response? {
    guard let user = call.user else { return nil }
    switch right {
    case .any:
      return nil
    case .write:
      guard !user.role.mayWrite else { return nil }
      let sentence = call.text(.refusedRole, ["role": call.name(of: user.role)])
      return call.message(.refusedTitle, sentence, status: .forbidden)
    case .direct:
      guard user.role != .director else { return nil }
      return call.message(.refusedTitle, call.text(.refusedDirector), status: .forbidden)
    }
  }

  private func toSignIn(_ request: Request) throws -> Response {
    guard try !desk.needsSetUp() else {
      return Response.redirect(to: DeskPlace.setUp.path())
    }
    let isPage = request.method == "GET" || request.method == "HEAD"
    let wish = isPage ? DeskPlace.safeReturn(request.rawTarget) : ""
    let next = wish == DeskPlace.today.path() ? "" : wish
    let path = DeskPlace.signIn.path(query: [("next", next)])
    guard request.cookies[Self.cookieName] != nil || !next.isEmpty || !isPage else {
      return Response.redirect(to: path)
    }
    let flash = Flash(key: DeskText.signInNeeded.rawValue, values: [:])
    return Response.redirect(to: path).setting(flash.cookie)
  }

  private func call(
    _ request: Request, user: SignedIn?, csrf: String, room: DeskRoom?
  ) -> DeskRequest {
    DeskRequest(
      http: request, desk: desk, pages: pages, language: Language(of: request), user: user,
      csrf: csrf, room: room, nowMilliseconds: desk.clock.read().wallMilliseconds)
  }
}
