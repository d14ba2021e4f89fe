import Centre

/// Which kiosks are wanted, in which order, and which part of them.
package struct FleetQuery: Equatable, Sendable {
  /// What the rows are sorted by; the raw value stands in addresses.
  package enum Sort: String, CaseIterable, Sendable {
    case state, centre, heard, waiting, clock, disk, version, bulletin
  }

  /// Part of a code or a name, marks or not; empty for all.
  package var text = ""
  /// Only those that somebody should look at.
  package var isTroubleOnly = false
  /// What comes first.
  package var sort = Sort.state
  /// Whether the order is turned round.
  package var isReversed = false
  /// 1 is the first page.
  package var page = 1

  /// All kiosks, those that need attention first.
  package init() {}

  /// Reads the parts of an address; what is not known there counts as left out.
  package init(_ query: (String) -> String?) {
    text = String((query("q") ?? "").prefix(60))
    isTroubleOnly = query("show") == "trouble"
    sort = query("sort").flatMap(Sort.init) ?? .state
    isReversed = query("order") == "reverse"
    page = min(max(Int(query("page") ?? "") ?? 1, 1), 1_000_000)
  }

  /// The rows that are wanted, in order.
  package func rows(of fleet: Fleet) -> [FleetKiosk] {
    let wanted = Name.folded(text)
    let found = fleet.kiosks.filter { kiosk in
      guard !isTroubleOnly || !kiosk.troubles.isEmpty else { return false }
      guard !wanted.isEmpty else { return true }
      return kiosk.centre.hasPrefix(text) || kiosk.log.hasPrefix(text.lowercased())
        || Name.folded(kiosk.name).contains(wanted)
        || kiosk.unit.map { Name.folded($0).contains(wanted) } ?? false
    }
    let sorted = sort == .state ? found : stable(found)
    return isReversed ? sorted.reversed() : sorted
  }

  /// The rows of one page of at most `count`.
  package func part<Row>(_ rows: [Row], _ count: Int) -> (rows: [Row], page: Int, pages: Int) {
    let pages = max(1, (rows.count + count - 1) / count)
    let page = min(self.page, pages)
    return (Array(rows.dropFirst((page - 1) * count).prefix(count)), page, pages)
  }

  /// The address of this list with some of it changed.
  package func address(_ path: String, _ change: (inout FleetQuery) -> Void = { _ in }) -> String {
    var query = self
    change(&query)
    var parts: [String] = []
    if !query.text.isEmpty { parts.append("q=\(FleetQuery.encoded(query.text))") }
    if query.isTroubleOnly { parts.append("show=trouble") }
    if query.sort != .state { parts.append("sort=\(query.sort.rawValue)") }
    if query.isReversed { parts.append("order=reverse") }
    if query.page > 1 { parts.append("page=\(query.page)") }
    return parts.isEmpty ? path : "\(path)?\(parts.joined(separator: "&"))"
  }

  /// What is worst or most comes first, as people look for that; what is not known comes last.
  private func stable(_ rows: [FleetKiosk]) -> [FleetKiosk] {
    let ordered: (FleetKiosk, FleetKiosk) -> Bool =
      switch sort {
      case .state: { _, _ in false }
      case .centre: { ($0.centre, $0.name, $0.log) < ($1.centre, $1.name, $1.log) }
      case .heard: { $0.lastSignMilliseconds < $1.lastSignMilliseconds }
      case .waiting: { $0.waiting > $1.waiting }
      case .clock: { $0.clockQuality ?? 5 < $1.clockQuality ?? 5 }
      case .disk: { $0.diskPercent ?? -1 > $1.diskPercent ?? -1 }
      case .version: { ($0.version ?? "~") < ($1.version ?? "~") }
      case .bulletin: { $0.bulletin ?? .max < $1.bulletin ?? .max }
      }
    // Swift's sort keeps no order of equals by promise; the place in the list decides then.
    return rows.enumerated().sorted { left, right in
      if ordered(left.element, right.element) { return true }
      if ordered(right.element, left.element) { return false }
      return left.offset < right.offset
    }.map(\.element)
  }

  /// Percent-encoded for a query (RFC 3986, section 2.3).
  private static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.map { byte -> String in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        String(UnicodeScalar(byte))
      default: "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }.joined()
  }
}
