import Centre
import Evidence

/// What the first screen shows of the notice board: a card for each notice, of which the style sheet
/// shows as many as there is room for, and the banner of Lifelong Learning Week.
struct NoticeBoardPart {
  let desk: Desk

  /// Characters of a text that a card may show; the rest stands on a page of its own.
  private static let excerptCharacters = 200
  /// The most cards that the style sheet shows side by side.
  private static let mostAtOnce = 3

  /// The values of the templates `door-notices` and `door-notices-tile`.
  var context: [String: Any] {
    get throws {
      let items = try desk.noticeBoard()
      let isWeek = LearningWeek.isOn(desk.clock.read())
      return [
        "isLearningWeek": isWeek, "hasNotices": !items.isEmpty,
        "notices": items.map(Self.card), "noticeCount": String(items.count),
        "firstNotice": items.first.map { Link.notice.path(["key": $0.key]) } ?? "",
        "restOfNotices": (1...Self.mostAtOnce).map { shown in
          [
            "shown": String(shown), "rest": String(items.count - shown),
            "isMore": items.count > shown,
          ] as [String: Any]
        },
        "hasSeveralNotices": items.count > 1,
      ]
    }
  }

  /// The values of the template `door-notice-card`.
  static func card(_ item: NoticeBoard.Item) -> [String: Any] {
    let excerpt = NoticeText.excerpt(item.text, most: excerptCharacters)
    return [
      "noticeKey": item.key, "noticeHref": Link.notice.path(["key": item.key]),
      "noticeTitle": item.title, "noticeLang": item.language.rawValue,
      "hasExcerpt": !excerpt.isEmpty, "excerpt": excerpt,
      "isOfProvince": item.origin == .province,
    ]
  }
}
