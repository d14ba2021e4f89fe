package import Centre
import Evidence
import Store

extension Desk {
  /// The most notices that hang or wait at one time: more than a board shows, few enough to keep in
  /// order.
  package static let mostNotices = 40

  /// What hangs at the door now.
  package func noticeBoard() throws -> [NoticeBoard.Item] {
    let now = clock.read()
    let today = Day(wallMilliseconds: now.wallMilliseconds)
    return NoticeBoard.items(
      own: try store.notices(from: today, limit: Self.mostNotices),
      announcements: try announcements(on: today), now: now)
  }

  /// Posts a notice in the name of a user.
  package func postNotice(_ form: NoticeForm, by name: String) throws -> FormAnswer<Notice> {
    let (notice, problems) = try read(form, keeping: nil)
    guard let notice else { return .invalid(problems) }
    let waiting = try store.notices(from: today, limit: Self.mostNotices)
    guard waiting.count < Self.mostNotices else {
      let most = String(Self.mostNotices)
      return .invalid([FormProblem(field: "title", reason: .tooMany, detail: most)])
    }
    guard let user = try store.user(name: name) else { return .notFound }
    return .saved(
      try saving { try store.postNotice(notice, by: user.id, now: clock.read()) })
  }

  /// Changes a notice that hangs or will.
  package func editNotice(
    _ id: Int64, _ form: NoticeForm, by name: String
  ) throws -> FormAnswer<Notice> {
    guard let old = try store.notice(id: id), !old.isEnded,
      let user = try store.user(name: name)
    else { return .notFound }
    let (notice, problems) = try read(form, keeping: old.content)
    guard let notice else { return .invalid(problems) }
    let saved = try ifFound {
      try saving { try store.editNotice(id, notice, by: user.id, now: clock.read()) }
    }
    return saved.map { .saved($0) } ?? .notFound
  }

  /// Takes a notice down; nil when there is none of this number.
  package func endNotice(_ id: Int64, by name: String) throws -> Notice? {
    guard let user = try store.user(name: name) else { return nil }
    return try ifFound {
      try saving { try store.endNotice(id, by: user.id, now: clock.read()) }
    }
  }

  /// Erases the words of a notice of the past, also in databases that a restore kept aside; nil when there
  /// is none of this number. Like an erasure it has the last room of a full disk, and what fails after the
  /// notice is forgotten is done at the next start.
  package func forgetNotice(_ id: Int64, by name: String) throws -> Notice? {
    guard let user = try store.user(name: name) else { return nil }
    let notice = try ifFound {
      try saving(isUpkeep: true) {
        try store.forgetNotice(id, by: user.id, now: clock.read())
      }
    }
    if notice != nil { try forgetBesideStore() }
    return notice
  }

  /// A form filled with what a notice says, to be changed or posted anew.
  package func noticeForm(of notice: Notice) -> NoticeForm {
    var form = NoticeForm()
    form.title = notice.content.title
    form.text = notice.content.text
    form.language = notice.content.language.rawValue
    form.from = notice.content.fromDay.ddMMyyyy
    form.to = notice.content.toDay.ddMMyyyy
    form.place = String(notice.content.place)
    return form
  }

  /// What a form says; `old` is what the notice says now.
  func read(
    _ form: NoticeForm, keeping old: NewNotice?
  ) throws -> (NewNotice?, [FormProblem]) {
    var reader = FormReader()
    let title = reader.line(
      "title", form.title, most: NoticeText.titleLimit, isNeeded: true)
    let text = NoticeText.tidied(form.text)
    if text.count > NoticeText.textLimit {
      reader.refuse("text", .tooLong, String(NoticeText.textLimit))
    }
    let language = NewNotice.Language(rawValue: form.language)
    if language == nil { reader.refuse("language", .notAChoice) }
    let place = reader.integer("place", form.place, in: NoticeText.places)
    let from = reader.day("from", form.from)
    let to = reader.day("to", form.to)
    if let from, let to, let problem = problem(from, to, old) {
      reader.refuse("to", problem.reason, problem.detail)
    }
    guard reader.problems.isEmpty, let language, let place, let from, let to else {
      return (nil, reader.problems)
    }
    return (
      NewNotice(
        title: title, text: text, language: language, fromDay: from, toDay: to, place: place), []
    )
  }

  /// What is wrong with the days; a clock that was never set refuses no day as past.
  private func problem(
    _ from: Day, _ to: Day, _ old: NewNotice?
  ) -> (reason: FormProblem.Reason, detail: String)? {
    guard from <= to else { return (.endBeforeStart, "") }
    let last = from.advanced(byDays: NoticeText.mostDays)
    guard to <= last else { return (.tooLate, last.ddMMyyyy) }
    let now = clock.read()
    let isPast = now.quality != .unset && to < today && to != old?.toDay
    return isPast ? (.tooEarly, today.ddMMyyyy) : nil
  }
}
