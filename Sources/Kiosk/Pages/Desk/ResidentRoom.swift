import Centre
import Evidence
import HTTP
import Store

/// The residents: list and find, add, edit, the page of one, cards to print.
enum ResidentRoom {
  /// Cards on one request: ten sheets.
  static let cardLimit = 100
  /// Visits shown on a resident's page.
  private static let visitsShown = 20

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.residents, in: .residents) { call in try list(call) }
    routes.form(.addResident, in: .residents) { call in
      ResidentFormPage(resident: nil).draw(call, ResidentForm())
    }
    routes.write(.residents, in: .residents) { call in
      try ResidentFormPage(resident: nil).send(call)
    }
    routes.read(.cards, in: .residents, cards)
    routes.read(.resident, in: .residents) { call in
      try known(call) { call, resident in try show(call, resident) }
    }
    routes.form(.editResident, in: .residents) { call in
      try known(call) { call, resident in
        guard !resident.isErased, resident.mergedInto == nil else {
          return call.missing(.missingResident)
        }
        let form = call.desk.residentForm(of: resident)
        return ResidentFormPage(resident: resident).draw(call, form)
      }
    }
    EraseForm.addRoute(to: &routes)
    routes.write(.resident, in: .residents) { call in
      try known(call) { call, resident in try ResidentFormPage(resident: resident).send(call) }
    }
  }

  /// Answers about the resident of the address, or that there is none.
  static func known(
    _ call: DeskRequest, _ answer: (DeskRequest, Resident) throws -> Response
  ) throws -> Response {
    guard let id = Int64(call.parameter), let resident = try call.desk.store.resident(id: id) else {
      return call.missing(.missingResident)
    }
    return try answer(call, resident)
  }

  // MARK: List

  static func list(_ call: DeskRequest, alert: String? = nil) throws -> Response {
    let query = Name.tidied(String((call.http.query["q"] ?? "").prefix(80)))
    let size = call.desk.settings.desk.pageRows
    let number = max(1, Int(call.http.query["page"] ?? "") ?? 1)
    let count = try call.desk.store.residentCount()
    let residents =
      try query.isEmpty
      ? call.desk.store.residents(offset: (min(number, 1_000_000) - 1) * size, limit: size)
      : find(call, query, limit: size)
    var values: [String: Any] = [
      "query": query, "hasQuery": !query.isEmpty, "hasRows": !residents.isEmpty,
      "rows": residents.map { row(call, $0) },
      "summary": summary(call, query, found: residents.count, limit: size, count: count),
      "emptyTitle": nobody(call, query),
      "guests": call.text(
        .guestsButton, ["count": call.number(try call.desk.store.guestCounts().named)]),
      "emptyNext": call.text(query.isEmpty ? .residentsNobodyNext : .residentsNotFoundNext),
    ]
    values.merge(pager(call, query, number: number, size: size, count: count)) { own, _ in own }
    var page = DeskPage("desk-residents", title: call.text(.residentsTitle), values)
    page.alert = alert
    if alert != nil { page.status = .unprocessableContent }
    return call.answer(page)
  }

  /// By card number when the query is one, else by name; fewer than three letters find nobody.
  static func find(_ call: DeskRequest, _ query: String, limit: Int) throws -> [Resident] {
    try call.desk.store.residents(matching: query, limit: limit)
  }

  /// "Nobody found", or that the books are empty, or that too few letters were typed.
  static func nobody(_ call: DeskRequest, _ query: String) -> String {
    guard !query.isEmpty else { return call.text(.residentsNobody) }
    let letters = Name.folded(query).filter { $0.isLetter || $0.isNumber }.count
    guard letters >= Store.minimumSearchLetters else { return call.text(.residentsFindShort) }
    return call.text(.residentsNotFound, ["query": query])
  }

  private static func row(_ call: DeskRequest, _ resident: Resident) -> [String: Any] {
    [
      "id": resident.id, "href": DeskPlace.resident.path(String(resident.id)),
      "name": call.name(of: resident), "isGuest": resident.isGuest, "card": call.card(resident),
      "birth": call.birth(resident), "village": call.orDash(resident.village),
      "selectFor": call.text(.residentsSelectFor, ["name": call.name(of: resident)]),
    ]
  }

  private static func summary(
    _ call: DeskRequest, _ query: String, found: Int, limit: Int, count: Int
  ) -> String {
    guard !query.isEmpty else {
      return call.text(.residentsCount, ["count": call.number(count)])
    }
    guard found > 0 else { return "" }
    let values = ["count": call.number(found), "query": query]
    return call.text(found < limit ? .residentsFound : .residentsFoundFirst, values)
  }

  private static func pager(
    _ call: DeskRequest, _ query: String, number: Int, size: Int, count: Int
  ) -> [String: Any] {
    let last = max(1, (count + size - 1) / size)
    guard query.isEmpty, last > 1 else { return ["hasPages": false] }
    let path = { (page: Int) in DeskPlace.residents.path(query: [("page", String(page))]) }
    return [
      "hasPages": true, "pageText": "\(call.number(min(number, last))) / \(call.number(last))",
      "hasPrevious": number > 1, "previous": path(min(number, last + 1) - 1),
      "hasNext": number < last, "next": path(number + 1),
    ]
  }

  // MARK: Cards

  private static func cards(_ call: DeskRequest) throws -> Response {
    var seen: Set<Int64> = []
    let ids = call.http.query.all("id").compactMap { Int64($0) }
      .filter { seen.insert($0).inserted }
    guard !ids.isEmpty else { return try list(call, alert: call.text(.residentsPrintNobody)) }
    guard ids.count <= cardLimit else {
      let limit = ["count": call.number(cardLimit)]
      return try list(call, alert: call.text(.residentsPrintTooMany, limit))
    }
    guard try ids.contains(where: { try call.desk.store.resident(id: $0) != nil }) else {
      return call.missing(.missingResident)
    }
    guard
      try ids.contains(where: {
        try call.desk.store.resident(id: $0)?.cardDigits.isEmpty == false
      })
    else { return try list(call, alert: call.text(.residentsPrintNobody)) }
    return call.pdf(try call.desk.cardsPDF(residents: ids), name: "the-hoc-vien.pdf")
  }

  // MARK: One resident

  static func show(
    _ call: DeskRequest, _ resident: Resident, erasing form: EraseForm = EraseForm()
  ) throws -> Response {
    let total = try call.desk.store.attendance(resident: resident.id, year: call.today.year)
    let visits = try call.desk.store.visits(resident: resident.id, limit: visitsShown)
    let certificates = try call.desk.store.certificates(resident: resident.id)
    let year = ["year": String(call.today.year)]
    let canEdit = !resident.isErased && resident.mergedInto == nil
    let now = call.desk.clock.read()
    var page = DeskPage("desk-resident", title: call.name(of: resident))
    page.values = [
      "href": DeskPlace.resident.path(String(resident.id)), "isGuest": resident.isGuest,
      "cardHref": DeskPlace.cards.path(query: [("id", String(resident.id))]),
      "facts": facts(call, resident),
      "counts": [
        call.figure(total.visits, call.text(.residentsVisitsYear, year)),
        [
          "value": call.hours(total.hoursTenths),
          "label": call.text(.residentsHoursYear, year),
        ],
      ],
      "hasVisits": !visits.isEmpty,
      "visitsCaption": call.text(
        .residentsRecentVisits, ["count": call.number(visits.count)]),
      "visits": visits.map { row(call, $0, now: now) },
      "hasCertificates": !certificates.isEmpty,
      "certificates": certificates.map { call.row(of: $0) },
      "canAward": call.mayWrite && !resident.name.isEmpty && canEdit, "canEdit": canEdit,
      "awardHref": AwardRoom.path(resident), "isErased": resident.isErased,
    ]
    page.values.merge(form.values(call, resident)) { _, own in own }
    page.values.merge(try GuestRoom.values(call, resident)) { _, own in own }
    page.status = form.isWrong ? .unprocessableContent : .ok
    page.back = (DeskPlace.residents.path(), call.text(.residentsTitle))
    return call.answer(page)
  }

  private static func row(
    _ call: DeskRequest, _ visit: PastVisit, now: ClockReading
  ) -> [String: Any] {
    let session = visit.session
    let arrival = VisitTime(claimed: visit.inMilliseconds, visit.arrival, on: session.day)
    // Self-study is nobody's roll: a day beyond it was the clock's mistake.
    let isLate =
      visit.told == nil && !session.isSelfStudy && arrival.isAfter(session.endMilliseconds)
    let leaving = visit.leaving(now: now).text(call, visit.departure, on: session.day)
    return [
      "title": session.title, "href": DeskPlace.session.path(session.code), "hasHref": true,
      "day": session.day.ddMMyyyy,
      "in": isLate ? call.text(.rollLate) : visit.told?.text(call) ?? arrival.text(call),
      "out": isLate ? "" : leaving,
    ]
  }

  private static func facts(_ call: DeskRequest, _ resident: Resident) -> [[String: Any]] {
    let sex: DeskText =
      switch resident.sex {
      case .female: .residentsFemale
      case .male: .residentsMale
      case nil: .residentsUnknownSex
      }
    let identity = resident.identityLast4.map { call.text(.residentsIdentityEnds, ["digits": $0]) }
    return [
      call.fact(.residentsCard, call.orDash(call.card(resident)), isCode: true),
      call.fact(.residentsBirth, call.birth(resident)),
      call.fact(.residentsSex, call.text(sex)),
      call.fact(.residentsVillage, call.orDash(resident.village)),
      call.fact(.residentsPhone, call.orDash(resident.phone)),
      call.fact(.residentsIdentity, identity ?? call.text(.residentsNoIdentity)),
    ]
  }
}
