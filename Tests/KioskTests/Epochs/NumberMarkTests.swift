import Centre
import Evidence
import Foundation
import Paper
import Store
import Testing

@testable import Kiosk

/// No certificate number is given twice: after a restore nothing is issued until the province has answered
/// or the director has looked into the register.
@Suite struct NumberMarkTests {
  private let card: Card
  private let province: BranchingProvince

  init() throws {
    card = try Card()
    province = try BranchingProvince()
    try province.enrol(card.desk.keys, now: Bed.start / 1_000)
    try card.addResident("Trần Văn Bình")
    try card.sync()
  }

  private var refusal: IssueRefusal? {
    get throws { try card.desk.issueRefusal(title: "Kỹ thuật trồng lúa") }
  }

  private func isNeeded() throws -> Bool { try card.desk.needs().contains(.numbers) }

  private func backUp() throws -> String {
    let file = "\(card.folder)/a.tar"
    let limits = card.desk.settings.limits
    try Backup(data: card.folder, keys: card.desk.keys, clock: card.desk.clock, limits: limits)
      .write(to: file, withKeys: true)
    return file
  }

  /// Restores a backup onto a new, empty card, or into the data that are here.
  private func restore(_ file: String, onNewCard isNew: Bool = true) throws {
    let bytes = try Files.read(file, mostBytes: 64 << 20)
    card.store.close()
    let names = try FileManager.default.contentsOfDirectory(atPath: card.folder)
    for name in names where isNew {
      try FileManager.default.removeItem(atPath: "\(card.folder)/\(name)")
    }
    try Files.write(bytes, to: file)
    _ = try Restoring(data: card.folder, settings: card.desk.settings).restore(from: file)
    try card.restart()
  }

  @Test func `on a new card nothing is issued until the province has told the numbers`() throws {
    let file = try backUp()
    try card.addResident("Phạm Thị Ba")
    try card.sync()
    province.remember(numbers: ["14464-1/2026": 20], erased: [])
    #expect(try refusal == nil)

    try restore(file)
    #expect(try refusal == .numbersUnsure)
    #expect(try isNeeded())
    try card.restart()
    #expect(try refusal == .numbersUnsure)
    #expect(try card.outcome() == "balanced")

    #expect(try refusal == nil)
    #expect(try !isNeeded())
    #expect(try card.desk.lastNumber()?.sequence == 20)
  }

  @Test func `when nothing came after the backup, the next receipt is enough`() throws {
    try restore(try backUp())
    #expect(try refusal == .numbersUnsure)
    try card.addResident("Lê Thị Dung")
    #expect(try card.outcome() == "balanced")

    #expect(try refusal == nil)
    #expect(try card.store.epochs().isEmpty)
  }

  @Test func `in the data that are here every number is known, and nobody need tell one`() throws {
    try restore(try backUp(), onNewCard: false)
    #expect(try card.store.epochs().isEmpty)
    #expect(try refusal == nil)
  }

  @Test func `a present database that cannot be read leaves the numbers in doubt`() throws {
    let file = try backUp()
    card.store.close()
    try Files.write("damaged", to: "\(card.folder)/\(Store.fileName)")
    _ = try Restoring(data: card.folder, settings: card.desk.settings).restore(from: file)
    try card.restart()
    #expect(try refusal == .numbersUnsure)
  }

  @Test func `a backup of a card in doubt leaves another one's certainty alone`() throws {
    try card.desk.keys.numbers.doubt(size: 0)
    let file = try backUp()
    card.desk.keys.numbers.lift()
    try restore(file, onNewCard: false)
    #expect(try refusal == nil)
  }

  @Test(arguments: BranchReason.allCases)
  func `an epoch that is not answered stops issuing, also after a power cut`(
    _ reason: BranchReason
  ) throws {
    province.remember(numbers: ["14464-1/2026": 35], erased: [])
    let epochs = Epochs(desk: card.desk)
    #expect(try epochs.open(reason))
    #expect(try refusal == .numbersUnsure)
    // The power failed before that was written down.
    card.desk.keys.numbers.lift()
    try card.restart()
    #expect(try refusal == .numbersUnsure)

    #expect(try card.outcome() == "balanced")
    #expect(try refusal == nil)
    try card.restart()
    #expect(try refusal == nil)
    #expect(try card.desk.lastNumber()?.sequence == 35)
  }

  @Test func `the director's word counts until there is yet another history`() throws {
    #expect(try Epochs(desk: card.desk).open(.fork))
    #expect(
      try card.desk.tellLastNumber("35")
        == .taken(
          next: CertificateNumber(centre: try CentreCode("14464-1"), year: 2026, sequence: 36)))
    #expect(try refusal == nil)
    try card.restart()
    #expect(try refusal == nil)
    #expect(
      try card.desk.tellLastNumber("36")
        == .taken(
          next: CertificateNumber(centre: try CentreCode("14464-1"), year: 2026, sequence: 37)))

    #expect(try Epochs(desk: card.desk).open(.restored))
    #expect(try refusal == .numbersUnsure)
  }

  @Test func `a kiosk of no province asks the director, and goes on after the number on paper`()
    throws
  {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    let file = "\(bed.folder)/a.tar"
    try bed.backup().write(to: file, withKeys: true)
    let folder = "\(NSTemporaryDirectory())/restored-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try Restoring(data: folder, settings: bed.desk.settings).restore(from: file)
    let reading = bed.now
    let desk = try Opening(
      path: folder, settings: bed.desk.settings, clock: Clock { reading },
      papers: Papers(assets: DoorKiosk.assets, settings: bed.desk.settings.sign)
    ).desk
    defer { desk.store.close() }
    let issue = {
      try desk.issueCertificate(resident: resident.id, course: course.code, isPrinted: false)
    }

    #expect(try issue() == .refused(.numbersUnsure))
    let year = Day(wallMilliseconds: reading.wallMilliseconds).year
    guard case .taken = try desk.tellLastNumber("12/\(year)") else { throw Unexpected() }
    guard case .issued(let certificate) = try issue() else { throw Unexpected() }

    #expect(certificate.number == "14464-1-\(year)-000013")
  }

  struct Told: Sendable {
    let text: String
    let next: Int?
    var reason: FormProblem.Reason?
  }

  @Test(arguments: [
    Told(text: "12", next: 13), Told(text: " 0012 ", next: 13),
    Told(text: "10012/2026", next: 10013),
    Told(text: "13/GCN-TTHTCĐ", next: 14), Told(text: "", next: nil, reason: .missing),
    Told(text: "11", next: nil, reason: .tooLow), Told(text: "0", next: nil, reason: .tooLow),
    Told(text: "99/2025", next: nil, reason: .tooLow),
    Told(text: "10013", next: nil, reason: .tooHigh),
    Told(text: "12/2027", next: nil, reason: .notANumber),
    Told(text: "12/26", next: nil, reason: .notANumber),
    Told(text: "-12", next: nil, reason: .notANumber),
    Told(text: "12.5", next: nil, reason: .notANumber),
    Told(text: "١٢", next: nil, reason: .notANumber),
    Told(text: "99999999999999999999", next: nil, reason: .notANumber),
    Told(text: "12/2026/1", next: nil, reason: .notANumber),
    Told(text: "<b>12</b>", next: nil, reason: .notANumber),
  ])
  func `a told number is bounded and never below what is known`(_ told: Told) throws {
    try card.store.raiseNumbers(["14464-1/2026": 12, "14464-2/2026": 700])
    try card.desk.keys.numbers.doubt(size: 0)

    let answer = try card.desk.tellLastNumber(told.text)

    switch answer {
    case .taken(let next): #expect(next.sequence == told.next && next.year == 2026)
    case .invalid(let problem): #expect(problem.field == "last" && problem.reason == told.reason)
    case .clockUntrusted: Issue.record("\(answer)")
    }
    #expect(try (refusal == nil) == (told.next != nil))
  }

  @Test func `a year without certificates begins with number 1`() throws {
    try card.store.raiseNumbers(["14464-1/2025": 40])
    try card.desk.keys.numbers.doubt(size: 0)
    guard case .taken(let next) = try card.desk.tellLastNumber("0") else { throw Unexpected() }
    #expect(next.sequence == 1)
  }
}
