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

  private func item(_ item: CertificateList.Item) -> [String: Any] {
    let isAward = item.course == Award.courseCode
    let isCancelled = item.cancelReason != nil
    return [
      "number": item.number, "centre": item.centre, "name": item.name ?? text.texts(.noName),
      "isNameless": item.name == nil, "course": isAward ? text.texts(.award) : item.course,
      "hours": isAward ? "–" : text.hours(item.hoursTenths),
      "day": Day(daysSince1970: item.day).ddMMyyyy,
      "issued": text.time(item.issuedMilliseconds), "copies": text.number(item.copies),
      "state": state(item),
      "look": isCancelled ? "error" : "success", "icon": isCancelled ? "cross" : "tick",
      "reason": item.cancelReason ?? "", "hasReason": item.cancelReason?.isEmpty == false,
    ]
  }
}
