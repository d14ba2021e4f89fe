internal import Centre
internal import Evidence
internal import Foundation
internal import GRDB

/// Notices are public, but they name people now and then ("ask Mrs Hoà, 0912…"), and the log never
/// forgets: so the events carry days, place and author in clear, and the words as salted digests.
extension Transaction {
  func postNotice(_ new: NewNotice, by user: Int64, now: ClockReading) throws -> Notice {
    let new = try checked(new)
    let seq = try append(
      "notice.post", Self.fields(new, by: user), personal: Self.words(new), now: now)
    try run(
      """
      INSERT INTO notice (id, title, text, language, fromDay, toDay, place, editSeq)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        seq, new.title, new.text, new.language.rawValue, new.fromDay.daysSince1970,
        new.toDay.daysSince1970, new.place, seq,
      ])
    return Notice(id: seq, content: new, isEnded: false)
  }

  /// The event is a `notice.post` that points at the first one.
  func editNotice(
    _ id: Int64, _ new: NewNotice, by user: Int64, now: ClockReading
  ) throws -> Notice {
    let new = try checked(new)
    let old = try notice(id)
    guard !old.isEnded, !old.isForgotten else { throw StoreRefusal.notFound(.notice) }
    guard new != old.content else { return old }
    var fields = Self.fields(new, by: user)
    fields["i"] = .integer(id)
    let seq = try append("notice.post", fields, personal: Self.words(new), now: now)
    try run(
      """
      UPDATE notice SET title = ?, text = ?, language = ?, fromDay = ?, toDay = ?, place = ?,
        editSeq = ? WHERE id = ?
      """,
      [
        new.title, new.text, new.language.rawValue, new.fromDay.daysSince1970,
        new.toDay.daysSince1970, new.place, seq, id,
      ])
    return Notice(id: id, content: new, isEnded: false)
  }

  func endNotice(_ id: Int64, by user: Int64?, now: ClockReading) throws -> Notice {
    let old = try notice(id)
    guard !old.isEnded else { return old }
    let seq = try append("notice.end", Self.fields(id, by: user), now: now)
    try run("UPDATE notice SET endSeq = ? WHERE id = ?", [seq, id])
    return Notice(id: id, content: old.content, isEnded: true)
  }

  /// See `Store.forgetNotice`.
  func forgetNotice(_ id: Int64, by user: Int64?, now: ClockReading) throws -> Notice {
    let old = try notice(id)
    guard !old.isForgotten else { return old }
    guard old.isPast(on: Day(wallMilliseconds: now.wallMilliseconds)) else {
      throw StoreRefusal.notFound(.notice)
    }
    let seq = try append("notice.forget", Self.fields(id, by: user), now: now)
    try forgetWords(of: id)
    try run(
      "UPDATE notice SET title = ?, text = '', forgetSeq = ? WHERE id = ?",
      [Self.forgottenTitle, seq, id])
    try overwriteLater()
    return try notice(id)
  }

  /// Forgets what was forgotten before an old copy was restored, in which it may hang still.
  func forgetNoticeAgain(_ id: Int64, now: ClockReading) throws {
    if try !notice(id).isPast(on: Day(wallMilliseconds: now.wallMilliseconds)) {
      _ = try endNotice(id, by: nil, now: now)
    }
    _ = try forgetNotice(id, by: nil, now: now)
  }

  /// What stands for the title of a forgotten notice, since the column wants one.
  private static let forgottenTitle = "–"

  /// Removes the words of all events that posted or changed a notice. The lines are canonical, so that the
  /// kind stands in each in the same letters.
  private func forgetWords(of id: Int64) throws {
    let found = try rows(
      """
      SELECT line FROM entry
      WHERE seq >= ? AND seq IN (SELECT seq FROM personal) AND instr(line, ?) > 0
      """, [id, Data("\"notice.post\"".utf8)])
    for row in found {
      let line: Data = row[0]
      let event = try Event(line: [UInt8](line))
      guard event.kind == "notice.post", event.seq == id || event.fields["i"]?.integer == id
      else { continue }
      try run("DELETE FROM personal WHERE seq = ?", [event.seq])
    }
  }

  private func notice(_ id: Int64) throws -> Notice {
    guard let row = try row(NoticeRow.select + "id = ?", [id]) else {
      throw StoreRefusal.notFound(.notice)
    }
    return NoticeRow.notice(row)
  }

  private func checked(_ new: NewNotice) throws -> NewNotice {
    var new = new
    new.title = try text(
      new.title, "title", limit: NoticeText.titleLimit, isRequired: true)
    new.text = NoticeText.tidied(new.text)
    guard new.text.count <= NoticeText.textLimit else {
      throw StoreRefusal.tooLong(field: "text", limit: NoticeText.textLimit)
    }
    guard new.fromDay <= new.toDay else { throw StoreRefusal.outOfRange(field: "toDay") }
    guard NoticeText.places ~= new.place else { throw StoreRefusal.outOfRange(field: "place") }
    return new
  }

  private static func fields(_ new: NewNotice, by user: Int64) -> [String: CanonicalValue] {
    [
      "f": .integer(new.fromDay.daysSince1970), "d": .integer(new.toDay.daysSince1970),
      "o": .integer(Int64(new.place)), "l": .text(new.language.rawValue), "u": .integer(user),
    ]
  }

  private static func fields(_ id: Int64, by user: Int64?) -> [String: CanonicalValue] {
    var fields: [String: CanonicalValue] = ["i": .integer(id)]
    if let user { fields["u"] = .integer(user) }
    return fields
  }

  private static func words(_ new: NewNotice) -> [(String, String)] {
    [("title", new.title)] + (new.text.isEmpty ? [] : [("text", new.text)])
  }
}
