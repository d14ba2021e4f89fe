import Centre

/// The list of certificates as the template sees it.
struct CertificatesPage {
  let list: CertificateList
  let centre: String?
  let text: PageText

  var values: [String: Any] {
    [
      "title": text.texts(.certificatesTitle), "isCertificates": true,
      "items": list.items.map(item), "isEmpty": list.items.isEmpty,
      "hasItems": !list.items.isEmpty, "centre": centre ?? "",
      "total": text.texts(.totalOf, ["n": text.number(list.total)]),
      "pageOf": text.texts(
        .pageOf, ["page": String(list.page), "pages": String(list.pageCount)]),
      "hasPages": list.pageCount > 1,
      "hasPrevious": list.page > 1, "previous": link(list.page - 1),
      "hasNext": list.page < list.pageCount, "next": link(list.page + 1),
    ]
  }

  /// Only digits and dashes come back from the query: nothing needs escaping.
  private func link(_ page: Int) -> String {
    "/certificates?page=\(page)" + (centre.map { "&centre=\($0)" } ?? "")
  }

  private func state(_ item: CertificateList.Item) -> String {
    if let number = item.replacement { return text.texts(.replaced, ["number": number]) }
    return text.texts(item.cancelReason == nil ? .issued : .cancelled)
  }

  /// Whether the kiosk's own clock said something else, by a minute or more.
  private func isCorrected(_ item: CertificateList.Item) -> Bool {
    abs(item.bestMilliseconds - item.issuedMilliseconds) >= 60_000
  }

  /// What the time shown rests on, and what the kiosk had claimed.
  private func basis(_ item: CertificateList.Item) -> String {
    let claim = ["time": text.time(item.issuedMilliseconds)]
    switch item.basis {
    case .synced: return text.texts(.timeSynced, claim)
    case .between: return text.texts(.timeBetween, claim)
    case .set: return text.texts(.timeSet, claim)
    case .claimed, nil: return text.texts(.timeClaimed, claim)
    }
  }

  private func item(_ item: CertificateList.Item) -> [String: Any] {
    let isAward = item.course == Award.courseCode
    let isCancelled = item.cancelReason != nil
    return [
      "number": item.number, "centre": item.centre, "name": item.name ?? text.texts(.noName),
      "isNameless": item.name == nil, "course": isAward ? text.texts(.award) : item.course,
      "hours": isAward ? "–" : text.hours(item.hoursTenths),
      "day": Day(daysSince1970: item.day).ddMMyyyy,
      "issued": text.time(item.bestMilliseconds), "isCorrected": isCorrected(item),
      "basis": basis(item), "copies": text.number(item.copies),
      "state": state(item),
      "look": isCancelled ? "error" : "success", "icon": isCancelled ? "cross" : "tick",
      "reason": item.cancelReason ?? "", "hasReason": item.cancelReason?.isEmpty == false,
    ]
  }
}
