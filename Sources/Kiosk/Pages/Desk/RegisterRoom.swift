import Centre
import HTTP

/// The register of certificates of a year: on screen, and on paper with a column to sign in.
enum RegisterRoom {
  /// Years offered before this one.
  private static let yearsBack = 5

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.register, in: .certificates, page)
  }

  private static func page(_ call: DeskRequest) throws -> Response {
    let thisYear = call.today.year
    let wish = Int(call.http.query["year"] ?? "") ?? thisYear
    let year = (2_000...2_200).contains(wish) ? wish : thisYear
    let certificates = try call.desk.register(year: year)
    let cancelled = certificates.filter { $0.state == .cancelled }.count
    let years = Set((thisYear - yearsBack...thisYear) + [year]).sorted(by: >)
    let counts = ["count": call.number(certificates.count), "cancelled": call.number(cancelled)]
    let name = ["year": String(year)]
    var page = DeskPage("desk-register", title: call.text(.certificatesRegisterYear, name))
    page.values = [
      "years": years.map { ["value": String($0), "isChosen": $0 == year] as [String: Any] },
      "rows": certificates.map { call.row(of: $0) }, "hasRows": !certificates.isEmpty,
      "total": call.text(.certificatesTotal, counts),
      "noneYet": call.text(.certificatesNoneYet, name),
    ]
    page.back = (DeskPlace.certificates.path(), call.text(.certificatesTitle))
    return call.answer(page)
  }
}
