import HTTP

/// The line to one open check-in screen: what the service tells, as server-sent events (HTML, section
/// 9.2) in this screen's language.
///
/// `hello` comes first, with the id of this start of the service; then `answer` with the page that
/// `POST /check-in` would have answered, or `decided` with such a page where the screens were asking for a
/// session, below a line that holds the code for which they asked as JSON; `saving`, and `idle`.
struct ScreenStream {
  let desk: Desk
  let pages: Pages
  let look: Look
  /// Whether the screen stands at this machine, where a person's own page may be opened.
  let isOnSite: Bool

  /// The query field that names the last event that the screen has seen.
  static let afterField = "after"

  /// The answer that does not end; throws 503 when there are too many.
  /// - Parameter last: the id of the last event that this screen has seen, if any.
  func response(after last: String?) throws(Refusal) -> Response {
    guard let seat = desk.screens.join(after: last) else {
      throw Refusal(
        .serviceUnavailable, code: "screens.full",
        detail: "\(desk.settings.limits.screens) screens are open already (limits.screens).",
        headers: ["Retry-After": "5"])
    }
    return Response.stream(contentType: "text/event-stream") { piece(seat.news()) }
      .with("Cache-Control", "no-store")
  }

  /// The bytes of one piece of news; nil ends the line.
  func piece(_ news: ScreenFeed.News) -> [UInt8]? {
    switch news {
    case .hello(let id): return Self.event("hello", id)
    case .event(.answer(let answer, var wish), let id):
      wish.isOnSite = isOnSite
      let screen = AnswerScreen(desk: desk, pages: pages, look: look)
      let page = screen.response(answer, wish: wish).text
      guard wish.session != nil else { return Self.event("answer", page, id: id) }
      let code = String(decoding: JSONText.quoted(wish.code ?? ""), as: UTF8.self)
      return Self.event("decided", "\(code)\n\(page)", id: id)
    case .event(.problem(let pages), let id):
      return Self.event("answer", pages[look.language] ?? "", id: id)
    case .event(.saving, _): return Self.event("saving", "")
    case .event(.idle, _): return Self.event("idle", "")
    case .signOfLife: return Array(":\n\n".utf8)
    case .nothing: return []
    case .closed: return nil
    }
  }

  /// One event; each line of the data stands in a field of its own.
  static func event(_ name: String, _ data: String, id: String? = nil) -> [UInt8] {
    var text = "event: \(name)\n" + (id.map { "id: \($0)\n" } ?? "")
    for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      text += "data: \(line)\n"
    }
    return Array((text + "\n").utf8)
  }
}
