import Centre
package import HTTP
import Store

/// What a visitor or a program reads when a request is refused or something broke: a page in plain
/// words, or a problem document (RFC 9457) for addresses that programs use.
package struct ProblemPages: Sendable {
  private let pages: Pages
  private let centreName: String
  private let report: @Sendable (String, any Error, String) -> Void

  /// - Parameters:
  ///   - centreName: for the page's title.
  ///   - report: logs a fault at a path under its incident number; called once a fault, never for
  ///     refusals.
  package init(
    pages: Pages, centreName: String,
    report: @escaping @Sendable (_ path: String, any Error, String) -> Void
  ) {
    self.pages = pages
    self.centreName = centreName
    self.report = report
  }

  /// The answer to what a handler threw.
  package func response(to request: Request, error: any Error) -> Response {
    let verdict = Verdict(error)
    let incident = incident(of: verdict, error, at: request.path)
    let look = Look(request)
    let outcome = outcome(of: request.path)
    return isForPrograms(request)
      ? problem(verdict, outcome, incident, look.language)
      : page(verdict, outcome, incident, look)
  }

  /// The page in every language, for whoever has asked nothing: the open screens, when a scanner that the
  /// service reads has met a fault.
  func pages(for error: any Error, at place: String) -> [Language: String] {
    let verdict = Verdict(error)
    let incident = incident(of: verdict, error, at: place)
    let pages = Language.allCases.map { language in
      (language, page(verdict, .notRecorded, incident, Look(language: language)).text)
    }
    return Dictionary(uniqueKeysWithValues: pages)
  }

  /// The number under which a fault is now in the log; nil for a refusal.
  private func incident(of verdict: Verdict, _ error: any Error, at path: String) -> String? {
    guard verdict.isFault else { return nil }
    let incident = Self.incident()
    report(path, error, incident)
    return incident
  }

  private func isForPrograms(_ request: Request) -> Bool {
    request.path.hasPrefix("/api/") || request.path.hasPrefix("/v1/")
      || request.path.hasPrefix("/.well-known/") || request.path == Link.events.path()
  }

  /// What has not been done, where the disk or the service gave way.
  private func outcome(of path: String) -> TextKey {
    switch path {
    case Link.undo.path(): .notUndone
    case Link.checkOut.path(): .notLeft
    default: .notRecorded
    }
  }

  private func advice(
    _ verdict: Verdict, _ outcome: TextKey, _ incident: String?, _ language: Language
  ) -> String {
    let values = ["outcome": pages.texts.text(outcome, language), "incident": incident ?? ""]
    return pages.texts.text(verdict.advice, language, values)
  }

  private func problem(
    _ verdict: Verdict, _ outcome: TextKey, _ incident: String?, _ language: Language
  ) -> Response {
    let advice = advice(verdict, outcome, incident, language)
    return Problem(
      status: verdict.status, code: verdict.code, detail: verdict.detail,
      message: "\(pages.texts.text(verdict.title, language)). \(advice)", incident: incident,
      headers: verdict.headers
    ).response
  }

  private func page(
    _ verdict: Verdict, _ outcome: TextKey, _ incident: String?, _ look: Look
  ) -> Response {
    let language = look.language
    var context: [String: Any] = [
      "centreName": centreName,
      "lookClasses": look.classes,
      "kind": verdict.isFault ? "error" : "attention",
      "icon": verdict.isFault ? "cross" : "attention",
      "status": "\(verdict.status.code)",
      "title": pages.texts.text(verdict.title, language),
      "advice": advice(verdict, outcome, incident, language),
      "staySeconds": "20",
      "returnSeconds": "60",
    ]
    if verdict.isAboutTheForm { context["detail"] = verdict.detail }
    return pages.render("problem", context, language: language, status: verdict.status)
      .adding(verdict.headers)
  }

  /// Six letters and digits that are hard to confuse when read out.
  private static func incident() -> String {
    let letters = Array("23456789ABCDEFGHJKMNPQRSTVWXYZ")
    return String((0..<6).compactMap { _ in letters.randomElement() })
  }
}

/// One error as visitors and programs are told of it.
private struct Verdict {
  var status = Status.internalServerError
  var code = "fault"
  var detail = "Something broke; the incident number stands in the log."
  var title = TextKey.faultTitle
  var advice = TextKey.faultAdvice
  var isFault = true
  /// Whether the page shows the technical sentence too: it names the place of a mistake.
  var isAboutTheForm: Bool { [400, 413, 415].contains(status.code) }
  var headers: Headers = [:]

  init(_ error: any Error) {
    switch error {
    case let refusal as Refusal: read(refusal)
    case let refusal as StoreRefusal: read(refusal)
    case let error as StoreError: read(error)
    default: break
    }
  }

  private mutating func read(_ refusal: Refusal) {
    isFault = false
    status = refusal.status
    code = refusal.code
    detail = refusal.detail
    headers = refusal.headers
    (title, advice) =
      switch refusal.status.code {
      case 404: (.notFoundTitle, .notFoundAdvice)
      case 405: (.methodTitle, .methodAdvice)
      case 403: (.forbiddenTitle, .forbiddenAdvice)
      case 410: (.expiredTitle, .expiredAdvice)
      case 429, 503: (.busyTitle, .busyAdvice)
      default: (.requestTitle, .requestAdvice)
      }
  }

  private mutating func read(_ refusal: StoreRefusal) {
    isFault = false
    status = .conflict
    code = "refused"
    (title, advice) = (.requestTitle, .requestAdvice)
    switch refusal {
    case .notFound(let thing):
      status = .notFound
      code = "\(thing.rawValue).unknown"
      detail = "There is no such \(thing.rawValue)."
      (title, advice) = (.notFoundTitle, .notFoundAdvice)
    case .sessionNotOpen(let session):
      code = "session.notOpen"
      detail = "The session \(session) takes no check-ins."
      (title, advice) = (.closedTitle, .closedAdvice)
    case .leavingNotRecorded(let session):
      code = "leaving.notRecorded"
      detail = "The session \(session) is over; the leaving time stays unrecorded."
      (title, advice) = (.leavingTitle, .leavingAdvice)
    case .cannotMerge(let reason): detail = "The guest may not be merged: \(reason.rawValue)."
    case .taken(let field): detail = "The value of \(field) is taken."
    case .empty(let field): detail = "The field \(field) is empty."
    case .tooLong(let field, let limit): detail = "\(field) is longer than \(limit) characters."
    case .outOfRange(let field): detail = "The value of \(field) is out of range."
    case .forbiddenTitle(let word): detail = "A title may not contain \(word)."
    case .courseClosed(let course): detail = "The course \(course) takes no further sessions."
    case .alreadySetUp: detail = "The first user exists already."
    case .sessionFixed(let session): detail = "The session \(session) is no longer edited."
    case .sessionHasVisits(let session): detail = "The session \(session) has visits."
    case .lastDirector: detail = "No other director may sign in."
    }
  }

  private mutating func read(_ error: StoreError) {
    guard error.isDiskFull || error.isReadOnly else { return }
    status = .serviceUnavailable
    code = error.isDiskFull ? "disk.full" : "disk.readOnly"
    detail = "Nothing was recorded: the disk \(error.isDiskFull ? "is full" : "cannot be written")."
    headers = ["Retry-After": "10"]
    (title, advice) =
      error.isDiskFull ? (.diskFullTitle, .diskFullAdvice) : (.readOnlyTitle, .readOnlyAdvice)
  }
}
