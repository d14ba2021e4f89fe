import Centre
import HTTP
import Store

/// The form of a notice, to post one and to change it, with a look at how the door will show it.
enum NoticeFormPage {
  /// Days that a new notice hangs unless another day is given.
  private static let usualDays: Int64 = 7

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.form(.addNotice, in: .notices) { call in try draw(call, nil, blank(call)) }
    routes.write(.notices, in: .notices) { call in
      try take(call, nil) { form, user in try call.desk.postNotice(form, by: user) }
    }
    routes.form(.notice, in: .notices) { call in
      guard let notice = try known(call) else { return call.missing(.missingNotice) }
      return try draw(call, notice, call.desk.noticeForm(of: notice))
    }
    routes.write(.notice, in: .notices) { call in
      guard let notice = try known(call) else { return call.missing(.missingNotice) }
      return try take(call, notice) { form, user in
        try call.desk.editNotice(notice.id, form, by: user)
      }
    }
  }

  /// The notice of the address, if it has not been taken down or forgotten.
  private static func known(_ call: DeskRequest) throws -> Notice? {
    let notice = try Int64(call.parameter).flatMap { try call.desk.store.notice(id: $0) }
    return notice?.isEnded == false && notice?.isForgotten == false ? notice : nil
  }

  /// An empty form, or one with the words of an earlier notice.
  private static func blank(_ call: DeskRequest) throws -> NoticeForm {
    var form = NoticeForm()
    if let id = call.http.query["again"].flatMap({ Int64($0) }),
      let notice = try call.desk.store.notice(id: id), !notice.isForgotten
    {
      form = call.desk.noticeForm(of: notice)
    }
    form.from = call.today.ddMMyyyy
    form.to = call.today.advanced(byDays: usualDays).ddMMyyyy
    return form
  }

  private static func take(
    _ call: DeskRequest, _ notice: Notice?,
    _ save: (NoticeForm, String) throws -> FormAnswer<Notice>
  ) throws -> Response {
    let sent = try call.form()
    let form = read(sent)
    if sent["preview"] != nil {
      let (preview, problems) = try call.desk.read(form, keeping: notice?.content)
      return try draw(call, notice, form, problems, preview: preview)
    }
    switch try save(form, call.user?.user ?? "") {
    case .saved(let saved):
      return call.leave(
        to: DeskPlace.notices.path(), notice == nil ? .noticePosted : .noticeEdited,
        ["title": saved.content.title])
    case .invalid(let problems):
      return try draw(call, notice, form, problems, status: .unprocessableContent)
    case .notFound:
      return call.missing(.missingNotice)
    }
  }

  private static func read(_ sent: FormText) -> NoticeForm {
    var form = NoticeForm()
    form.title = sent.text("title")
    form.text = sent.text("text")
    form.language = sent.text("language")
    form.from = sent.text("from")
    form.to = sent.text("to")
    form.place = sent.text("place")
    return form
  }

  private static func draw(
    _ call: DeskRequest, _ notice: Notice?, _ form: NoticeForm, _ problems: [FormProblem] = [],
    preview: NewNotice? = nil, status: Status = .ok
  ) throws -> Response {
    var values = call.values(of: fields(call, form), problems, form: "notice")
    values["action"] =
      notice.map { DeskPlace.notice.path(String($0.id)) } ?? DeskPlace.notices.path()
    values["leave"] = DeskPlace.notices.path()
    values["hasPreview"] = preview != nil
    values["notices"] =
      preview.map { content in
        [NoticeBoardPart.card(.init(Notice(id: 0, content: content, isEnded: false)))]
      } ?? []
    let title: DeskText = notice == nil ? .noticeAddTitle : .noticeEditTitle
    var page = DeskPage("desk-notice-form", title: call.text(title), values)
    page.back = (DeskPlace.notices.path(), call.text(.noticeTitle))
    page.status = problems.isEmpty ? status : .unprocessableContent
    return call.answer(page)
  }

  private static func fields(_ call: DeskRequest, _ form: NoticeForm) -> [Field] {
    var title = Field("title", call.text(.noticeHeading), value: form.title)
    title.hint = call.text(.noticeHeadingHint, ["most": String(NoticeText.titleLimit)])
    title.isRequired = true
    var text = Field("text", call.text(.noticeText), value: form.text)
    text.kind = .paragraph
    text.hint = call.text(.noticeTextHint, ["most": String(NoticeText.textLimit)])
    text.isOptional = true
    var from = Field("from", call.text(.noticeFrom), value: form.from)
    from.hint = call.text(.noticeDayHint)
    var to = Field("to", call.text(.noticeTo), value: form.to)
    to.hint = call.text(.noticeToHint)
    var place = Field("place", call.text(.noticePlace), value: form.place)
    place.hint = call.text(.noticePlaceHint)
    place.kind = .digits
    var language = Field("language", call.text(.noticeLanguage), value: form.language)
    language.kind = .choice([
      (key: "vi", word: call.text(.noticeVi)), (key: "en", word: call.text(.noticeEn)),
    ])
    return [title, text]
      + [from, to, place, language].map { field in
        var field = field
        field.isNarrow = true
        field.isRequired = true
        return field
      }
  }
}
