import Centre
import HTTP

/// One notice with all that it says, on a page that returns by itself.
struct NoticeScreen {
  let desk: Desk
  let pages: Pages
  let look: Look

  /// The page of the notice of a key; the first screen when it no longer hangs.
  func response(_ key: String) throws -> Response {
    let items = try desk.noticeBoard()
    guard let index = items.firstIndex(where: { $0.key == key }) else {
      return Response.redirect(to: Link.home.path())
    }
    let item = items[index]
    let next = items[(index + 1) % items.count]
    var values = DoorFrame(settings: desk.settings, look: look).context
    values["noticeTitle"] = item.title
    values["noticeLang"] = item.language.rawValue
    values["isOfProvince"] = item.origin == .province
    values["lines"] = item.text.split(separator: "\n").map(String.init)
    values["hasNext"] = items.count > 1
    values["nextNotice"] = Link.notice.path(["key": next.key])
    values["number"] = String(index + 1)
    values["count"] = String(items.count)
    return pages.render("door-notice", values, language: look.language)
  }
}
