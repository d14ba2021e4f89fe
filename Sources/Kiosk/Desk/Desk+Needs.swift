import Centre
import Evidence
import Store
import Synchronization

extension Desk {
  /// Everything that waits for somebody, the gravest first.
  package func needs() throws -> [Need] {
    try diskNeeds() + screenNeeds() + clockNeeds() + branchNeeds() + numberNeeds()
      + transferNeeds() + signingNeeds() + trustNeeds() + printingNeeds() + scannerNeeds()
  }

  /// How this kiosk is, for its province; asks files and database.
  package func condition() -> KioskCondition {
    // Being enrolled is no news to a province, nor is a fault in asking a reason not to speak. A plug
    // is the centre's own business.
    let unsaid = [Need.notEnrolled.code, Need.scanner.code]
    let codes = (try? needs())?.map(\.code) ?? []
    return KioskCondition(
      diskPercent: disk.usage?.percent, attention: codes.filter { !unsaid.contains($0) },
      epoch: (try? store.epochs())?.last?.number,
      bulletin: try? keys.trust.bulletin().held?.sequence)
  }

  private func diskNeeds() -> [Need] {
    let health = health
    var needs: [Need] = []
    switch disk.state {
    case .full: needs.append(.diskFull)
    case .nearlyFull: needs.append(.disk(percent: disk.usage?.percent ?? 100))
    case .good: break
    }
    if !health.canSave, !disk.isFull { needs.insert(.cannotSave, at: 0) }
    if !health.damage.isEmpty { needs.append(.database) }
    return needs
  }

  private func screenNeeds() -> [Need] { screen.state == .silent ? [.screen] : [] }

  private func clockNeeds() -> [Need] { health.isClockTrusted ? [] : [.clock] }

  private func branchNeeds() throws -> [Need] { try unseenBranches().isEmpty ? [] : [.branch] }

  private func numberNeeds() -> [Need] { areNumbersUnsure ? [.numbers] : [] }

  private func transferNeeds() throws -> [Need] {
    switch enrolment() {
    case .none: [.notEnrolled]
    case .unreadable: [.enrolment]
    case .enrolled: try store.books().attention.map { [.sync($0)] } ?? []
    }
  }

  private func signingNeeds() throws -> [Need] {
    guard keys.marks.failure == nil else { return [.signed] }
    guard case .enrolled = enrolment() else { return [] }
    switch try certification.state(atSeconds: clock.nowMilliseconds / 1_000) {
    case .notEnrolled, .good: return []
    case .waiting: return [.certificate]
    case .ending(let left, _): return [.ending(daysLeft: left)]
    case .over: return [.over]
    }
  }

  /// The list counts as old when a verifier says so too.
  private func trustNeeds() throws -> [Need] {
    guard case .enrolled = enrolment() else { return [] }
    let held = try keys.trust.current()
    var needs: [Need] = []
    let today = Day(wallMilliseconds: clock.nowMilliseconds).daysSince1970
    if let list = held.trust.list, today - list.day > CertificateVerifier.listDays {
      needs.append(.list(day: list.day))
    }
    if try held.damage != nil || keys.trust.bulletin().damage != nil { needs.append(.listDamaged) }
    return needs
  }

  private func scannerNeeds() -> [Need] {
    scanners.withLock { $0 }.allSatisfy { $0.condition == .reading } ? [] : [.scanner]
  }

  private func printingNeeds() throws -> [Need] {
    try store.printJobs().contains(where: \.hasFailed) ? [.printing] : []
  }
}
