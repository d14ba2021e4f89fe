import Centre
import Evidence
import HTTP

/// What the province made known: the bulletin that is held, its announcements in force, the units.
enum BulletinRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.bulletin, in: .transfers, page)
  }

  /// "Số 12, ngày 26/11/2026", or that there is none.
  static func line(_ call: DeskRequest) throws -> String {
    guard let held = try call.desk.bulletin() else {
      let isDamaged = try call.desk.keys.trust.bulletin().damage != nil
      return call.text(isDamaged ? .bulletinDamaged : .bulletinNone)
    }
    return call.text(
      .bulletinLine,
      ["number": call.number(held.sequence), "day": day(of: held)])
  }

  private static func day(of held: HeldBulletin) -> String {
    Day(wallMilliseconds: held.issuedAtSeconds * 1_000).ddMMyyyy
  }

  private static func page(_ call: DeskRequest) throws -> Response {
    var page = DeskPage("desk-bulletin", title: call.text(.bulletinTitle))
    page.back = (DeskPlace.transfers.path(), call.text(.navTransfers))
    guard let held = try call.desk.bulletin() else {
      page.values = ["hasBulletin": false, "none": try line(call)]
      return call.answer(page)
    }
    let inForce = held.announcements.filter { $0.covers(call.today.daysSince1970) }
    page.values = [
      "hasBulletin": true, "facts": try facts(call, held), "announcements": inForce.map(item),
      "hasAnnouncements": !inForce.isEmpty,
      "later": call.text(
        .bulletinLater, ["count": call.number(later(call, held))]),
      "hasLater": later(call, held) > 0,
      "targets": held.targets.map { target(call, $0) }, "hasTargets": !held.targets.isEmpty,
      "rubrics": held.rubrics.map { rubric(call, $0) }, "hasRubrics": !held.rubrics.isEmpty,
    ]
    return call.answer(page)
  }

  private static func later(_ call: DeskRequest, _ held: HeldBulletin) -> Int {
    held.announcements.count { $0.fromDay > call.today.daysSince1970 }
  }

  private static func item(_ item: BulletinAnnouncement) -> [String: Any] {
    let lines = item.text.split(separator: "\n").map(String.init)
    return [
      "title": item.title, "lines": lines,
      "from": Day(daysSince1970: item.fromDay).ddMMyyyy,
      "to": Day(daysSince1970: item.toDay).ddMMyyyy,
    ]
  }

  private static func target(_ call: DeskRequest, _ target: BulletinTarget) -> [String: Any] {
    let name = call.phrase("desk.bulletin.model.\(target.model)")
    let values = [
      "what": name ?? target.model, "year": "\(target.year)", "percent": "\(target.percent)",
      "source": target.source,
    ]
    return ["text": call.text(.bulletinTarget, values), "isOpen": !target.isConfirmed]
  }

  private static func rubric(_ call: DeskRequest, _ rubric: BulletinRubric) -> [String: Any] {
    let lines = rubric.criteria.map { item -> [String: Any] in
      let values = ["id": item.id, "title": item.title, "points": "\(item.points)"]
      return ["text": call.text(.bulletinCriterion, values), "isOpen": !item.isConfirmed]
    }
    return ["title": rubric.title, "decision": rubric.decision, "lines": lines]
  }

  private static func facts(
    _ call: DeskRequest, _ held: HeldBulletin
  ) throws -> [[String: Any]] {
    let commune = String(call.desk.settings.centre.code.prefix(5))
    let unit = held.units.successor(of: commune, on: call.today) ?? held.units.unit(commune)
    var facts = [
      call.fact(.bulletinNumber, call.number(held.sequence)),
      call.fact(.bulletinDay, day(of: held)),
      call.fact(.bulletinProvince, held.province),
      call.fact(.bulletinUnits, call.number(held.units.codeCount)),
    ]
    if let unit { facts.append(call.fact(.bulletinHere, "\(unit.fullName) (\(unit.code))")) }
    facts.append(call.fact(.bulletinDevices, call.number(held.devices.count)))
    facts.append(call.fact(.bulletinRubrics, call.number(held.rubrics.count)))
    return facts
  }
}
