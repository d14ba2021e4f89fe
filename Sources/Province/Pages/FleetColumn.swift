import Centre
import Evidence

/// The columns of the fleet, the same in JSON and CSV under the same names.
enum FleetColumn: String, CaseIterable {
  case centre, unit, name, log, state, troubles, heard, silent, waiting, size, stored, quarantined
  case clockQuality, disk, version, bulletin, epoch, receipt, enrolled, waitsForCertificate, revoked
  case branchOf, fork, branches

  /// The value of one kiosk; nil where it is not known. Times are milliseconds since 1970.
  func value(_ kiosk: FleetKiosk) -> CanonicalValue? {
    switch self {
    case .centre: .text(kiosk.centre)
    case .unit: kiosk.unit.map { .text(nfc($0)) }
    case .name: .text(nfc(kiosk.name))
    case .log: .text(kiosk.log)
    case .state: .text(kiosk.state.rawValue)
    case .troubles: .list(kiosk.troubles.map { .text($0) })
    case .heard: kiosk.heardMilliseconds.map { .integer($0) }
    case .silent: .boolean(kiosk.isSilent)
    case .waiting: .integer(kiosk.waiting)
    case .size: .integer(kiosk.size)
    case .stored: .integer(kiosk.stored)
    case .quarantined: .integer(kiosk.quarantined)
    case .clockQuality: kiosk.clockQuality.map { .integer($0) }
    case .disk: kiosk.diskPercent.map { .integer($0) }
    case .version: kiosk.version.map { .text(nfc($0)) }
    case .bulletin: kiosk.bulletin.map { .integer($0) }
    case .epoch: kiosk.epoch.map { .integer($0) }
    case .receipt: kiosk.receiptMilliseconds.map { .integer($0) }
    case .enrolled: .integer(kiosk.enrolledMilliseconds)
    case .waitsForCertificate: .boolean(kiosk.isWaitingForCertificate)
    case .revoked: .boolean(kiosk.isRevoked)
    case .branchOf: kiosk.branchOf.map { .text($0) }
    case .fork: kiosk.fork.map { .integer($0) }
    case .branches: kiosk.branches.isEmpty ? nil : .list(kiosk.branches.map { .text($0) })
    }
  }

  /// The value as a field for spreadsheets: times in Vietnam, lists parted by blanks.
  func field(_ kiosk: FleetKiosk) -> String {
    switch value(kiosk) {
    case nil: ""
    case .text(let text): CSVLine.harmless(text)
    case .boolean(let isTrue): isTrue ? "true" : "false"
    case .integer(let number): isTime ? FleetColumn.time(number) : String(number)
    case .list(let items): items.compactMap(\.text).joined(separator: " ")
    case .object: ""
    }
  }

  private var isTime: Bool { self == .heard || self == .receipt || self == .enrolled }

  private static func time(_ milliseconds: Int64) -> String {
    Day(wallMilliseconds: milliseconds).iso + " "
      + TimeOfDay.text(wallMilliseconds: milliseconds)
  }
}

extension Fleet {
  /// Both lists for programs; times are milliseconds, what is unknown is left out.
  /// - Parameter query: which kiosks; all of them on one page.
  package func json(
    nowMilliseconds: Int64, query: FleetQuery = FleetQuery()
  ) throws -> [UInt8] {
    var members: [String: CanonicalValue] = [
      "time": .integer(nowMilliseconds),
      "kiosks": .list(query.rows(of: self).map(\.json)),
      "centres": .list(centres.map(\.json)),
    ]
    members["bulletin"] = bulletin.map { .integer($0) }
    return try CanonicalValue.object(members).canonical()
  }

  /// The kiosks as a table that a double click opens in a spreadsheet.
  /// - Parameter separator: a comma (RFC 4180), or a semicolon for Excel where the comma is the decimal
  ///   sign.
  package func csv(query: FleetQuery = FleetQuery(), separator: Character = ",") -> [UInt8] {
    let line = CSVLine(separator: separator)
    var text = line.text(FleetColumn.allCases.map(\.rawValue))
    for kiosk in query.rows(of: self) {
      text += line.text(FleetColumn.allCases.map { $0.field(kiosk) })
    }
    return CSVLine.byteOrderMark + Array(text.utf8)
  }
}

extension FleetKiosk {
  var json: CanonicalValue {
    var members: [String: CanonicalValue] = [:]
    for column in FleetColumn.allCases { members[column.rawValue] = column.value(self) }
    return .object(members)
  }
}

extension Fleet.Centre {
  var json: CanonicalValue {
    .object([
      "centre": .text(code), "name": .text(nfc(name)), "turns": .integer(turns),
      "people": .integer(people), "sessions": .integer(sessions),
      "certificates": .integer(certificates),
    ])
  }
}
