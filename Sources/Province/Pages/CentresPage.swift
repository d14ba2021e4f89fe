import Centre

/// What the centres add up to, as the template sees it.
struct CentresPage {
  let fleet: Fleet
  let query: FleetQuery
  let rows: Int
  let text: PageText

  var values: [String: Any] {
    let found = fleet.centres.filter(isWanted)
    let part = query.part(found, rows)
    var values: [String: Any] = [
      "title": text.texts(.lookCentresTitle), "isCentres": true,
      "isEmpty": fleet.centres.isEmpty, "hasCentres": !fleet.centres.isEmpty,
      "found": text.texts(.lookCentresFound, ["n": text.number(Int64(found.count))]),
      "query": query.text, "hasQuery": !query.text.isEmpty, "centres": part.rows.map(centre),
      "hasRows": !part.rows.isEmpty, "sum": sum(found),
    ]
    values.merge(Pager(query, "/centres", part.page, part.pages, text).values) { own, _ in own }
    return values
  }

  private func isWanted(_ centre: Fleet.Centre) -> Bool {
    let wanted = Name.folded(query.text)
    return wanted.isEmpty || centre.code.hasPrefix(query.text)
      || Name.folded(centre.name).contains(wanted)
  }

  private func centre(_ centre: Fleet.Centre) -> [String: Any] {
    [
      "code": centre.code, "name": centre.name, "turns": text.number(centre.turns),
      "people": text.number(centre.people), "sessions": text.number(centre.sessions),
      "certificates": text.number(centre.certificates),
      "hasCertificates": centre.certificates > 0,
    ]
  }

  private func sum(_ centres: [Fleet.Centre]) -> [String: Any] {
    func total(_ figure: KeyPath<Fleet.Centre, Int64>) -> String {
      text.number(centres.reduce(0) { $0 + $1[keyPath: figure] })
    }
    return [
      "turns": total(\.turns), "people": total(\.people), "heads": total(\.heads),
      "sessions": total(\.sessions),
      "certificates": total(\.certificates),
    ]
  }
}
