import HTTP
import Store

/// One page of the desk while it is put together: the template, its values and the frame around it.
struct DeskPage {
  let template: String
  var title: String
  var values: [String: Any]
  /// The page that "back" leads to, with its name.
  var back: (href: String, label: String)?
  /// A sentence in red above the content.
  var alert: String?
  /// Whether it shows work under way, and so brings itself up to date.
  var isLive = false
  var status: Status = .ok

  init(_ template: String, title: String, _ values: [String: Any] = [:]) {
    self.template = template
    self.title = title
    self.values = values
  }
}

extension DeskRequest {
  /// The page as an answer; a message left by the request before is shown once.
  func answer(_ page: DeskPage) -> Response {
    var context = page.values
    context["title"] = page.title
    context.merge(frame(page)) { own, _ in own }
    let message = Flash(of: http).flatMap { flash in phrase(flash.key, flash.values) }
    context["hasFlash"] = message != nil
    context["flash"] = message ?? ""
    let response = pages.render(page.template, context, language: language, status: page.status)
    return message == nil ? response : response.setting(Flash.removal)
  }

  /// A page of one sentence, for what cannot be shown or done.
  func message(_ title: DeskText, _ sentence: String, status: Status) -> Response {
    var page = DeskPage("desk-message", title: text(title), ["message": sentence])
    page.status = status
    return answer(page)
  }

  /// "There is no such thing", 404.
  func missing(_ what: DeskText) -> Response {
    message(.missingTitle, "\(text(what)) \(text(.missingLead))", status: .notFound)
  }

  /// Leads to another page after a form was taken, and leaves a message for it.
  func leave(
    to path: String, _ message: DeskText? = nil, _ values: [String: String] = [:]
  ) -> Response {
    let response = Response.redirect(to: path)
    guard let message else { return response }
    return response.setting(Flash(key: message.rawValue, values: values).cookie)
  }

  private func frame(_ page: DeskPage) -> [String: Any] {
    let centre = desk.settings.centre
    return [
      "centreName": centre.name, "parentBody": centre.parentBody,
      "issuingBody": centre.issuingBody, "csrf": csrf, "canWrite": mayWrite,
      "signedIn": user != nil, "user": user?.user ?? "",
      "role": user.map { name(of: $0.role) } ?? "", "rooms": rooms,
      "here": room.map { text($0.name) } ?? "", "hasHere": room != nil, "hasBack": page.back != nil,
      "back": ["href": page.back?.href ?? "", "label": page.back?.label ?? ""],
      "hasAlert": page.alert != nil, "alert": page.alert ?? "", "isLive": page.isLive,
    ]
  }

  private var rooms: [[String: Any]] {
    guard let user else { return [] }
    return DeskRoom.allCases.filter { $0.isOpen(to: user.role) }.map { other in
      ["href": other.place.path(), "label": text(other.name), "isHere": other == room]
    }
  }
}
