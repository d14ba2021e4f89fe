package import Centre
package import Evidence
internal import GRDB

extension Store {
  /// Posts a notice, with its event `notice.post`. Throws `StoreRefusal`.
  package func postNotice(
    _ new: NewNotice, by user: Int64, now: ClockReading
  ) throws -> Notice {
    try write("post a notice") { try $0.postNotice(new, by: user, now: now) }
  }

  /// Changes a notice that hangs or will; what it says already makes no event. Throws `StoreRefusal`.
  package func editNotice(
    _ id: Int64, _ new: NewNotice, by user: Int64, now: ClockReading
  ) throws -> Notice {
    try write("change a notice") { try $0.editNotice(id, new, by: user, now: now) }
  }

  /// Takes a notice down, with its event `notice.end`; one that is down stays so.
  package func endNotice(_ id: Int64, by user: Int64, now: ClockReading) throws -> Notice {
    try write("end a notice") { try $0.endNotice(id, by: user, now: now) }
  }

  /// Erases the words of a notice of the past, of all that it ever said, with the event `notice.forget`;
  /// its days and who wrote it stay. Then the bytes are overwritten in the files, as those of an erased
  /// person are; where that fails, `overwriteIfDue` does it later. One that is forgotten stays so.
  /// - Throws: `StoreRefusal.notFound(.notice)`, also for one that hangs or will; `StoreError`.
  package func forgetNotice(_ id: Int64, by user: Int64, now: ClockReading) throws -> Notice {
    let notice = try write("forget a notice") { try $0.forgetNotice(id, by: user, now: now) }
    _ = try? overwriteIfDue()
    return notice
  }

  /// The notice of this number.
  package func notice(id: Int64) throws -> Notice? {
    try notices("id = ?", [id]).first
  }

  /// What hangs on a day or will later, in the order in which it is shown, at most `limit`.
  package func notices(from day: Day, limit: Int) throws -> [Notice] {
    try notices(
      "endSeq IS NULL AND toDay >= ? ORDER BY place, id DESC LIMIT ?", [day.daysSince1970, limit])
  }

  /// What has been taken down or has run out before a day, the latest first, at most `limit`.
  package func pastNotices(before day: Day, limit: Int) throws -> [Notice] {
    try notices(
      "endSeq IS NOT NULL OR toDay < ? ORDER BY toDay DESC, id DESC LIMIT ?",
      [day.daysSince1970, limit])
  }

  private func notices(
    _ condition: String, _ arguments: StatementArguments
  ) throws -> [Notice] {
    try read("list notices") { db in
      let sql = NoticeRow.select + condition
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
        .map(NoticeRow.notice)
    }
  }
}

/// How a notice is selected and read.
enum NoticeRow {
  static let select = """
    SELECT id, title, text, language, fromDay, toDay, place, endSeq IS NOT NULL,
      forgetSeq IS NOT NULL FROM notice
    WHERE\u{20}
    """

  static func notice(_ row: Row) -> Notice {
    let language: String = row[3]
    return Notice(
      id: row[0],
      content: NewNotice(
        title: row[1], text: row[2], language: NewNotice.Language(rawValue: language) ?? .vi,
        fromDay: Day(daysSince1970: row[4]), toDay: Day(daysSince1970: row[5]), place: row[6]),
      isEnded: row[7], isForgotten: row[8])
  }
}
