package import Evidence

/// What hangs on the board at the door, in the order in which it is shown: the centre's own notices
/// first, since they are about here, then the province's announcements.
package enum NoticeBoard {
  /// More than these are not shown: nobody waits for the thirteenth.
  package static let most = 12

  /// Who wrote something on the board.
  package enum Origin: Equatable, Sendable {
    case centre, province
  }

  /// One thing on the board.
  package struct Item: Equatable, Sendable {
    /// Who wrote it.
    package let origin: Origin
    /// What it is called in addresses: `c` or `p` and its number there.
    package let key: String
    /// One line.
    package let title: String
    /// Lines parted by LF; may be empty.
    package let text: String
    /// The language that it is written in.
    package let language: NewNotice.Language

    /// A notice of the centre.
    package init(_ notice: Notice) {
      origin = .centre
      key = "c\(notice.id)"
      title = notice.content.title
      text = notice.content.text
      language = notice.content.language
    }

    /// An announcement of the province, which writes in Vietnamese.
    package init(_ announcement: BulletinAnnouncement) {
      origin = .province
      key = "p\(announcement.id)"
      title = announcement.title
      text = announcement.text
      language = .vi
    }
  }

  /// What hangs on a day. A clock that was never set knows no day: then the board is empty, which is
  /// better than last year's notices.
  package static func items(
    own: [Notice], announcements: [BulletinAnnouncement], now: ClockReading
  ) -> [Item] {
    guard now.quality != .unset else { return [] }
    let day = Day(wallMilliseconds: now.wallMilliseconds)
    let mine = own.filter { $0.covers(day) }.sorted {
      ($0.content.place, $1.id) < ($1.content.place, $0.id)
    }
    let theirs = announcements.filter { $0.covers(day.daysSince1970) }.sorted {
      ($0.fromDay, $0.id) < ($1.fromDay, $1.id)
    }
    return Array((mine.map(Item.init) + theirs.map(Item.init)).prefix(most))
  }
}
