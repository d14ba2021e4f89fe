import Evidence
import Foundation

/// The languages of the pages.
package enum Language: String, CaseIterable, Sendable {
  case vi
  case en
}

/// Every sentence of the province's pages, from `assets/text/province/{vi,en}.json`.
package enum TextKey: String, CaseIterable, Sendable {
  case ago = "time.ago"
  case days = "time.days"
  case hours = "time.hours"
  case minutes = "time.minutes"
  case now = "time.now"
  case never = "time.never"
  case stateSilent = "state.silent"
  case stateNever = "state.never"
  case stateRevoked = "state.revoked"
  case stateWaiting = "state.waiting"
  case stateComplete = "state.complete"
  case clockUnknown = "clock.unknown"
  case clockUnset = "clock.unset"
  case clockFloor = "clock.floor"
  case clockOperator = "clock.operator"
  case clockNetwork = "clock.network"
  case clockReceipt = "clock.receipt"
  case timeSynced = "clock.time.synced"
  case timeBetween = "clock.time.between"
  case timeSet = "clock.time.set"
  case timeClaimed = "clock.time.claimed"
  case silentNotice = "fleet.silentNotice"
  case quarantineNotice = "fleet.quarantineNotice"
  case branchOf = "branch.of"
  case branchInto = "branch.into"
  case branchNotice = "branch.notice"
  case issued = "certificates.issued"
  case cancelled = "certificates.cancelled"
  case noName = "certificates.noName"
  case pageOf = "certificates.pageOf"
  case totalOf = "certificates.totalOf"
  case fleetTitle = "fleet.title"
  case certificatesTitle = "certificates.title"
  case replaced = "certificates.replaced"
  case verdictGenuine = "verdict.genuine"
  case verdictStaleList = "verdict.genuineStaleList"
  case verdictRevoked = "verdict.revoked"
  case verdictReplaced = "verdict.replaced"
  case verdictDeviceWithdrawn = "verdict.deviceWithdrawn"
  case verdictDemonstration = "verdict.demonstration"
  case verdictNotGenuine = "verdict.notGenuine"
  case verdictUnreadable = "verdict.unreadable"
  case verdictByRegister = "verdict.byRegister"
  case verdictUnknownRoot = "verdict.unknownRoot"
  case verdictInkNote = "verdict.inkNote"
  case fieldNumber = "verdict.field.number"
  case fieldHolder = "verdict.field.holder"
  case fieldCourse = "verdict.field.course"
  case fieldAward = "verdict.field.award"
  case award = "certificates.award"
  case fieldHours = "verdict.field.hours"
  case fieldCompleted = "verdict.field.completed"
  case fieldIssued = "verdict.field.issued"
  case fieldCentre = "verdict.field.centre"
  case fieldRoot = "verdict.field.root"
  case problemTitle = "problem.title"
  case problemNotFound = "problem.notFound"
  case problemElsewhere = "problem.elsewhere"
  case problemFault = "problem.fault"
  case problemRequest = "problem.request"

  case stateTrouble = "state.trouble"
  case stateBranched = "state.branched"
  case lookFound = "fleet.look.found"
  case lookNone = "fleet.look.none"
  case lookNoTrouble = "fleet.look.noTrouble"
  case lookSortBy = "fleet.look.sortBy"
  case lookDisk = "fleet.look.disk"
  case lookDiskUsed = "fleet.look.diskUsed"
  case lookBulletin = "fleet.look.bulletin"
  case lookBulletinOld = "fleet.look.bulletinOld"
  case lookOfSize = "fleet.look.ofSize"
  case lookCentresTitle = "fleet.look.centresTitle"
  case lookCentresFound = "fleet.look.centresFound"
  case fleetCentre = "fleet.centre"
  case fleetState = "fleet.state"
  case fleetHeard = "fleet.heard"
  case fleetWait = "fleet.wait"
  case fleetClock = "fleet.clock"
  case fleetVersion = "fleet.version"
  case troubleOther = "fleet.trouble.other"
  // Words of statements for learning record stores.
  case xapiAttended = "xapi.attended"
  case xapiExited = "xapi.exited"
  case xapiVoided = "xapi.voided"
  case xapiEarned = "xapi.earned"
  case xapiRevoked = "xapi.revoked"
  case xapiCertificate = "xapi.certificate"
  // What is set aside.
  case quarantineTitle = "quarantine.title"
  case quarantineTotal = "quarantine.total"
  case quarantineMore = "quarantine.more"
  case quarantineUnreadable = "quarantine.unreadable"
}

/// The sentences of one language.
package struct Texts: Sendable {
  private let flat: [String: String]
  /// The same sentences as the templates see them: nested, under `t`.
  let tree: CanonicalValue

  /// Reads a catalogue: an object of objects of texts, with a sentence for each of the keys.
  package init(file: String, needing needed: [String] = Texts.needed) throws {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw PageError(operation: "read", file: file, message: "cannot be read")
    }
    tree = try CanonicalValue(json: Array(data))
    var flat: [String: String] = [:]
    Texts.flatten(tree, at: "", into: &flat)
    self.flat = flat
    for key in needed where flat[key] == nil {
      throw PageError(operation: "check", file: file, message: "\(key) is missing")
    }
  }

  /// No sentences: what is said are the keys with their values.
  init() {
    flat = [:]
    tree = .object([:])
  }

  /// The sentences that pages and commands need.
  package static var needed: [String] {
    TextKey.allCases.map(\.rawValue) + CommandText.allCases.map(\.rawValue)
  }

  /// The keys of every sentence.
  package var keys: Set<String> { Set(flat.keys) }

  /// A sentence whose key is data; nil when there is none.
  func phrase(_ key: String) -> String? { flat[key] }

  /// The names in braces of one sentence.
  package func placeholders(_ key: String) -> Set<String> {
    Set(
      (flat[key] ?? "").split(separator: "{", omittingEmptySubsequences: false).dropFirst()
        .compactMap { part in
          part.firstIndex(of: "}").map { String(part[..<$0]) }
        })
  }

  /// A sentence with its places filled.
  package func callAsFunction(_ key: TextKey, _ values: [String: String] = [:]) -> String {
    sentence(key.rawValue, values)
  }

  /// A sentence with its places filled; where there is none, its key and the values.
  func sentence(_ key: String, _ values: [String: String]) -> String {
    guard let text = flat[key] else {
      return ([key] + values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        .joined(separator: " ")
    }
    // In one go: a value that looks like a place stays as it is.
    var (filled, rest) = ("", text[...])
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      filled += rest[..<open] + (values[name] ?? "{\(name)}")
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  private static func flatten(
    _ value: CanonicalValue, at path: String, into flat: inout [String: String]
  ) {
    switch value {
    case .text(let text): flat[path] = text
    case .object(let members):
      for (key, member) in members {
        flatten(member, at: path.isEmpty ? key : "\(path).\(key)", into: &flat)
      }
    case .integer, .boolean, .list: break
    }
  }
}

/// A template or a catalogue that cannot be used; found at start, never later.
package struct PageError: Error, CustomStringConvertible {
  /// `read`, `parse` or `check`.
  package let operation: String
  /// The file.
  package let file: String
  /// The reason.
  package let message: String

  /// Names a file and what is wrong with it.
  package init(operation: String, file: String, message: String) {
    self.operation = operation
    self.file = file
    self.message = message
  }

  /// A whole sentence for the operator.
  package var description: String { "Page file \(file): \(operation) failed: \(message)" }
}
