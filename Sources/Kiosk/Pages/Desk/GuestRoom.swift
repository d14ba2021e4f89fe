import Centre
import HTTP
import Store

/// Guests without a card: the list of those who are not yet known as residents, merging one into a
/// resident, and taking that back.
enum GuestRoom {
  /// Guests on one page.
  private static let shown = 100
  /// Residents shown when the guest's own entry is looked for.
  private static let foundShown = 20

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.guests, in: .residents, list)
    routes.form(.mergeGuest, in: .residents) { call in try ResidentRoom.known(call, choose) }
    routes.write(.mergeGuest, in: .residents) { call in try ResidentRoom.known(call, merge) }
    routes.write(.unmergeGuest, in: .residents) { call in try ResidentRoom.known(call, unmerge) }
  }

  // MARK: The list

  private static func list(_ call: DeskRequest) throws -> Response {
    let withHeads = call.http.query["heads"] == "1"
    let counts = try call.desk.store.guestCounts()
    let guests = try call.desk.store.guests(withHeads: withHeads, limit: shown)
    let values: [String: Any] = [
      "rows": guests.map { row(call, $0) }, "hasRows": !guests.isEmpty,
      "summary": call.text(
        .guestsSummary,
        ["named": call.number(counts.named), "heads": call.number(counts.heads)]),
      "hasMore": guests.count == shown,
      "more": call.text(
        .guestsFirst, ["count": call.number(shown)]),
      "withHeads": withHeads, "hasHeads": counts.heads > 0,
      "headsHref": DeskPlace.guests.path(query: [("heads", withHeads ? "" : "1")]),
    ]
    var page = DeskPage("desk-guests", title: call.text(.guestsTitle), values)
    page.back = (DeskPlace.residents.path(), call.text(.residentsTitle))
    return call.answer(page)
  }

  private static func row(_ call: DeskRequest, _ row: GuestRow) -> [String: Any] {
    let id = String(row.guest.id)
    return [
      "name": call.name(of: row.guest), "href": DeskPlace.resident.path(id),
      "village": call.orDash(row.guest.village), "visits": call.number(row.visits),
      "arrived": call.moment(row.arrivedMilliseconds),
      "mergeHref": DeskPlace.mergeGuest.path(id), "cardHref": DeskPlace.editResident.path(id),
    ]
  }

  // MARK: Merging

  private static func choose(_ call: DeskRequest, _ guest: Resident) throws -> Response {
    try choose(call, guest, alert: nil)
  }

  private static func choose(
    _ call: DeskRequest, _ guest: Resident, alert: String?
  ) throws -> Response {
    guard guest.isGuest, !guest.isErased, guest.mergedInto == nil else {
      return call.leave(to: DeskPlace.resident.path(String(guest.id)), .guestsNotAGuest)
    }
    let asked = call.http.query["q"].map { Name.tidied(String($0.prefix(80))) }
    let query = asked ?? guest.name
    let found =
      try query.isEmpty
      ? []
      : ResidentRoom.find(call, query, limit: foundShown)
        .filter { !$0.isGuest && !$0.isErased }
    let path = DeskPlace.mergeGuest.path(String(guest.id))
    var page = DeskPage(
      "desk-guest-merge", title: call.text(.guestsMergeTitle, ["name": call.name(of: guest)]),
      [
        "query": query, "action": path, "hasRows": !found.isEmpty,
        "rows": found.map { row(call, $0) }, "hasAsked": !query.isEmpty,
        "emptyTitle": ResidentRoom.nobody(call, query),
        "cardHref": DeskPlace.editResident.path(String(guest.id)),
      ])
    page.alert = alert
    if alert != nil { page.status = .unprocessableContent }
    page.back = (DeskPlace.guests.path(), call.text(.guestsTitle))
    return call.answer(page)
  }

  private static func row(_ call: DeskRequest, _ resident: Resident) -> [String: Any] {
    [
      "id": resident.id, "name": call.name(of: resident), "card": call.card(resident),
      "birth": call.birth(resident), "village": call.orDash(resident.village),
      "chooseFor": call.text(.guestsChooseFor, ["name": call.name(of: resident)]),
    ]
  }

  private static func merge(_ call: DeskRequest, _ guest: Resident) throws -> Response {
    guard let id = Int64(try call.form().text("resident")),
      let resident = try call.desk.store.resident(id: id)
    else { return call.missing(.missingResident) }
    switch try call.desk.mergeGuest(guest.id, into: id, by: user(call)) {
    case .done:
      let names = ["guest": call.name(of: guest), "name": call.name(of: resident)]
      return call.leave(to: DeskPlace.resident.path(String(id)), .guestsMerged, names)
    case .refused(let refusal): return try choose(call, guest, alert: sentence(call, refusal))
    case .notFound: return call.missing(.missingResident)
    }
  }

  private static func unmerge(_ call: DeskRequest, _ guest: Resident) throws -> Response {
    let path = DeskPlace.resident.path(String(guest.id))
    switch try call.desk.unmergeGuest(guest.id, by: user(call)) {
    case .done: return call.leave(to: path, .guestsUnmerged, ["guest": call.name(of: guest)])
    case .refused(let refusal):
      return call.message(
        .refusedNotDone, sentence(call, refusal), status: .unprocessableContent)
    case .notFound: return call.missing(.missingResident)
    }
  }

  private static func user(_ call: DeskRequest) throws -> Int64? {
    try call.user.flatMap { try call.desk.store.user(name: $0.user) }?.id
  }

  private static func sentence(_ call: DeskRequest, _ refusal: GuestMerge.Refusal) -> String {
    switch refusal {
    case .notAGuest: call.text(.guestsNotAGuest)
    case .notAResident: call.text(.guestsNotAResident)
    case .erased: call.text(.guestsErased)
    case .holdsCertificate: call.text(.guestsHoldsCertificate)
    case .countsForCertificate: call.text(.guestsCountsForCertificate)
    }
  }

  // MARK: On a resident's page

  /// What the page of a resident shows of guests: that this is one, whom it was merged into, who was
  /// merged into it, and what was consented to.
  static func values(_ call: DeskRequest, _ resident: Resident) throws -> [String: Any] {
    let owner = try resident.mergedInto.flatMap(call.desk.store.resident(id:))
    let merges = try call.desk.store.guests(mergedInto: resident.id)
    let consents = try call.desk.store.consents(resident: resident.id)
    let isWaiting = resident.isGuest && owner == nil && !resident.isErased
    let id = String(resident.id)
    return [
      "isWaitingGuest": isWaiting, "isHead": resident.isHead,
      "guestMergeHref": DeskPlace.mergeGuest.path(id),
      "guestCardHref": DeskPlace.editResident.path(id), "isMerged": owner != nil,
      "ownerHref": owner.map { DeskPlace.resident.path(String($0.id)) } ?? "",
      "ownerName": owner.map { call.name(of: $0) } ?? "",
      "hasMerges": !merges.isEmpty, "merges": merges.map { merge(call, $0) },
      "hasConsents": !consents.isEmpty, "consents": consents.map { consent(call, $0) },
    ]
  }

  private static func merge(_ call: DeskRequest, _ merge: MergedGuest) -> [String: Any] {
    [
      "guest": call.name(of: merge.guest), "pseudonym": merge.guest.pseudonym,
      "at": call.moment(merge.atMilliseconds), "canUndo": !merge.guest.isErased,
      "action": DeskPlace.unmergeGuest.path(String(merge.guest.id)),
    ]
  }

  private static func consent(_ call: DeskRequest, _ consent: Consent) -> [String: Any] {
    [
      "at": call.moment(consent.givenMilliseconds), "words": consent.text.text,
      "textLanguage": consent.text.language, "isWithdrawn": consent.isWithdrawn,
    ]
  }
}
