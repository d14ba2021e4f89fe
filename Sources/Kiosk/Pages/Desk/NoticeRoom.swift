import Centre
import Evidence
import HTTP
import Store

/// The notices at the door: what hangs and what will, how the door shows it, and beside them what the
/// province has to say.
enum NoticeRoom {
  /// Notices of the past that are listed, so that one may be posted again.
  private static let mostPast = 20
  /// And when all are asked for, so that the words of an old one may be erased: more than a centre posts in
  /// ten years.
  private static let mostPastOfAll = 1_000

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.notices, in: .notices, list)
    routes.write(.endNotice, in: .notices) { call in
      guard let id = Int64(call.parameter), let user = call.user,
        let notice = try call.desk.endNotice(id, by: user.user)
      else { return call.missing(.missingNotice) }
      return call.leave(
        to: DeskPlace.notices.path(), .noticeEnded, ["title": notice.content.title])
    }
    routes.write(.forgetNotice, in: .notices, by: .direct) { call in
      guard let id = Int64(call.parameter), let user = call.user,
        try call.desk.forgetNotice(id, by: user.user) != nil
      else { return call.missing(.missingNotice) }
      return call.leave(to: DeskPlace.notices.path(), .noticeForgot)
    }
  }

  private static func list(_ call: DeskRequest) throws -> Response {
    let store = call.desk.store
    let own = try store.notices(from: call.today, limit: Desk.mostNotices)
    let most = call.http.query["past"] == "all" ? mostPastOfAll : mostPast
    let past = try store.pastNotices(before: call.today, limit: most + 1)
    let board = try call.desk.noticeBoard()
    let announcements = try call.desk.announcements(on: call.today)
    var page = DeskPage("desk-notices", title: call.text(.noticeTitle))
    page.values = [
      "addHref": DeskPlace.addNotice.path(), "hasNotices": !own.isEmpty,
      "own": own.map { row(call, $0) }, "hasPast": !past.isEmpty,
      "past": past.prefix(most).map { row(call, $0) },
      "hasMorePast": past.count > most && most == mostPast,
      "allPastHref": DeskPlace.notices.path(query: [("past", "all")]) + "#past",
      "canForget": call.user?.role == .director, "hasBoard": !board.isEmpty,
      "notices": board.map(NoticeBoardPart.card), "hasAnnouncements": !announcements.isEmpty,
      "announcements": announcements.map(announcement),
      "isWeek": LearningWeek.isOn(call.desk.clock.read()),
      "isClockUnset": call.desk.clock.read().quality == .unset,
      "clockHint": call.text(.noticeClock), "most": String(NoticeBoard.most),
      "hasMore": own.count + announcements.count > NoticeBoard.most,
    ]
    return call.answer(page)
  }

  private static func row(_ call: DeskRequest, _ notice: Notice) -> [String: Any] {
    let content = notice.content
    let id = String(notice.id)
    let isUp = notice.covers(call.today)
    return [
      "title": notice.isForgotten ? call.text(.noticeForgotten) : content.title,
      "lang": notice.isForgotten ? call.language.rawValue : content.language.rawValue,
      "from": content.fromDay.ddMMyyyy, "to": content.toDay.ddMMyyyy, "place": content.place,
      "isUp": isUp, "state": call.text(isUp ? .noticeUp : .noticeLater),
      "href": DeskPlace.notice.path(id), "endHref": DeskPlace.endNotice.path(id),
      "endFor": call.text(.noticeEndFor, ["title": content.title]),
      "editFor": call.text(.noticeEditFor, ["title": content.title]),
      "againHref": DeskPlace.addNotice.path(query: [("again", id)]),
      "isForgotten": notice.isForgotten, "forgetHref": DeskPlace.forgetNotice.path(id),
      "forgetFor": call.text(.noticeForgetFor, ["title": content.title]),
    ]
  }

  private static func announcement(_ item: BulletinAnnouncement) -> [String: Any] {
    [
      "title": item.title, "lines": item.text.split(separator: "\n").map(String.init),
      "from": Day(daysSince1970: item.fromDay).ddMMyyyy,
      "to": Day(daysSince1970: item.toDay).ddMMyyyy,
    ]
  }
}
