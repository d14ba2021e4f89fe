import Centre
import HTTP
import Store

/// The register of certificates of a year: searched by number or name, course by course, and taken
/// away as a book or for a spreadsheet.
enum RegisterRoom {
  /// Years offered before this one, beside those that have certificates.
  private static let yearsBack = 5
  /// Certificates on one page of the screen; the files hold them all.
  private static let pageRows = 200

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.register, in: .certificates, page)
  }

  /// What the address asks for; what it leaves out or garbles is this year and this centre.
  static func wish(_ call: DeskRequest) throws -> RegisterWish {
    let query = call.http.query
    let year = Int(query["year"] ?? "") ?? call.today.year
    let isYear = (2_000...2_200).contains(year)
    var wish = RegisterWish(
      year: isYear ? year : call.today.year, centre: call.desk.settings.centre.code)
    let centres = try self.centres(call, wish.year)
    if let centre = query["centre"], centres.contains(centre) {
      wish.centre = centre
    } else if let only = centres.first, !centres.contains(wish.centre) {
      wish.centre = only
    }
    wish.course = query["course"] ?? ""
    wish.query = String((query["q"] ?? "").prefix(100))
    return wish
  }

  private static func centres(_ call: DeskRequest, _ year: Int) throws -> [String] {
    try call.desk.store.registers().filter { $0.year == year }.map(\.centre)
  }

  private static func page(_ call: DeskRequest) throws -> Response {
    let wish = try wish(call)
    let found = try call.desk.register(wish)
    let cancelled = found.filter { $0.state == .cancelled }.count
    let counts = ["count": call.number(found.count), "cancelled": call.number(cancelled)]
    let name = ["year": String(wish.year)]
    let pages = max(1, (found.count + pageRows - 1) / pageRows)
    let number = min(max(1, Int(call.http.query["page"] ?? "") ?? 1), pages)
    let rows = found.dropFirst((number - 1) * pageRows).prefix(pageRows)
    var page = DeskPage("desk-register", title: call.text(.certificatesRegisterYear, name))
    page.values = [
      "rows": rows.map { call.row(of: $0) }, "hasRows": !found.isEmpty,
      "total": call.text(wish.isWhole ? .certificatesTotal : .registerFound, counts),
      "noneYet": wish.isWhole
        ? call.text(.certificatesNoneYet, name) : call.text(.registerNothingFound),
      "isWhole": wish.isWhole, "query": wish.query,
    ]
    page.values.merge(try choices(call, wish)) { _, own in own }
    page.values.merge(files(wish)) { _, own in own }
    page.values.merge(pager(call, wish, number, pages)) { _, own in own }
    page.back = (DeskPlace.certificates.path(), call.text(.certificatesTitle))
    return call.answer(page)
  }

  private static func choices(
    _ call: DeskRequest, _ wish: RegisterWish
  ) throws -> [String: Any] {
    let thisYear = call.today.year
    let kept = try call.desk.store.registers().map(\.year)
    let years = Set((thisYear - yearsBack...thisYear) + kept + [wish.year]).sorted(by: >)
    let centres = try centres(call, wish.year)
    let courses = try call.desk.store.courses()
    let option = { (value: String, word: String, isChosen: Bool) -> [String: Any] in
      ["value": value, "word": word, "isChosen": isChosen]
    }
    return [
      "years": years.map { option(String($0), String($0), $0 == wish.year) },
      "centres": centres.map { option($0, $0, $0 == wish.centre) },
      "hasCentres": centres.count > 1,
      "courses": courses.map { option($0.code, $0.title, $0.code == wish.course) }
        + [option(Award.courseCode, call.text(.awardAll), wish.course == Award.courseCode)],
    ]
  }

  private static func files(_ wish: RegisterWish) -> [String: Any] {
    let query = query(wish)
    return [
      "pdfHref": DeskPlace.registerPDF.path(query: query),
      "csvHref": DeskPlace.registerCSV.path(query: query),
      "xlsxHref": DeskPlace.registerXLSX.path(query: query),
    ]
  }

  private static func pager(
    _ call: DeskRequest, _ wish: RegisterWish, _ number: Int, _ pages: Int
  ) -> [String: Any] {
    let place = { (page: Int) in
      DeskPlace.register.path(query: query(wish) + [("page", String(page))])
    }
    return [
      "hasPages": pages > 1, "hasPrevious": number > 1, "hasNext": number < pages,
      "previousHref": place(number - 1), "nextHref": place(number + 1),
      "pageOf": call.text(
        .registerPageOf, ["page": call.number(number), "all": call.number(pages)]),
    ]
  }

  private static func query(_ wish: RegisterWish) -> [(name: String, value: String)] {
    [
      ("year", String(wish.year)), ("centre", wish.centre), ("course", wish.course),
      ("q", wish.query),
    ]
  }
}
