package import Centre
package import Evidence

/// What the province makes known at its centres.
package struct Announcements: Sendable {
  let pool: ConnectionPool
  let clock: WallClock

  /// Works on the shared database.
  package init(pool: ConnectionPool, clock: WallClock) {
    self.pool = pool
    self.clock = clock
  }

  /// Adds one.
  /// - Returns: its number.
  /// - Throws: `Refused`, `PostgresError`.
  package func add(title: String, text: String, from: Day, to: Day) throws -> Int64 {
    let (title, text) = (nfc(title), nfc(text).replacing("\r\n", with: "\n"))
    try checkTitle(title)
    try checkText(text)
    guard from <= to else { throw Refused(.announcementOrder) }
    let today = Day(wallMilliseconds: clock.milliseconds())
    guard to >= today else { throw Refused(.announcementOver, ["day": to.ddMMyyyy]) }
    return try pool.transaction { connection in
      try connection.execute("LOCK TABLE announcement IN EXCLUSIVE MODE")
      let limit = BulletinContent.Limit.announcements
      guard try Announcements.current(on: today, connection).count < limit else {
        throw Refused(.announcementFull, ["limit": limit])
      }
      let rows = try connection.query(
        """
        INSERT INTO announcement (title, body, starts, ends, made) VALUES ($1, $2, $3, $4, $5)
        RETURNING id
        """,
        [
          .text(title), .text(text), .integer(from.daysSince1970), .integer(to.daysSince1970),
          .time(clock.milliseconds()),
        ])
      return try rows.first?.integer("id") ?? 0
    }
  }

  /// Removes one; false when there is none of this number.
  package func remove(_ id: Int64) throws -> Bool {
    try pool.withConnection { connection in
      try connection.change("DELETE FROM announcement WHERE id = $1", [.integer(id)]) == 1
    }
  }

  /// Every announcement that is not over, and those that are, the latest first.
  package func all() throws -> [BulletinAnnouncement] {
    try pool.withConnection { connection in
      try connection.query(
        "SELECT id, title, body, starts, ends FROM announcement ORDER BY starts DESC, id DESC"
      ).map(Announcements.item)
    }
  }

  /// Those that are not over on a day, in the order in which they begin.
  static func current(on day: Day, _ connection: Connection) throws -> [BulletinAnnouncement] {
    try connection.query(
      """
      SELECT id, title, body, starts, ends FROM announcement WHERE ends >= $1 ORDER BY starts, id
      """, [.integer(day.daysSince1970)]
    ).map(item)
  }

  private static func item(_ row: Row) throws -> BulletinAnnouncement {
    BulletinAnnouncement(
      id: try row.integer("id"), title: try row.text("title"), text: try row.text("body"),
      fromDay: try row.integer("starts"), toDay: try row.integer("ends"))
  }

  private func checkTitle(_ title: String) throws(Refused) {
    let limit = BulletinAnnouncement.titleLimit
    guard 1...limit ~= title.count else {
      throw Refused(.announcementTitleLength, ["limit": limit])
    }
    guard isPlain(title, hasLines: false) else { throw Refused(.announcementTitleCharacter) }
  }

  private func checkText(_ text: String) throws(Refused) {
    let limit = BulletinAnnouncement.textLimit
    guard 1...limit ~= text.count else { throw Refused(.announcementTextLength, ["limit": limit]) }
    guard isPlain(text, hasLines: true) else { throw Refused(.announcementTextCharacter) }
  }

  private func isPlain(_ text: String, hasLines: Bool) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control: hasLines && scalar == "\n"
      case .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: false
      default: true
      }
    }
  }
}
