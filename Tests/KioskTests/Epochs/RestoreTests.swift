import Centre
import Evidence
import Foundation
import Store
import Testing

@testable import Kiosk

/// Backups put back between the steps of a branch: nothing lost, nothing doubled, and the alarm told.
@Suite struct RestoreTests {
  private let card: Card
  private let province: BranchingProvince

  init() throws {
    card = try Card()
    province = try BranchingProvince()
    try province.enrol(card.desk.keys, now: Bed.start / 1_000)
    try card.addResident("Trần Văn Bình")
    try card.sync()
  }

  private var epochs: Epochs { Epochs(desk: card.desk) }

  private func leaves() throws -> [Digest] { try card.lines.map { Merkle.leafHash($0) } }

  private func isWhole() throws -> Bool {
    let balance = try card.desk.balance()
    return try balance.recorded == balance.confirmed && balance.needsAttention == 0
      && province.held(card.store.log)?.leaves == leaves()
  }

  /// Announces the present log and takes the answer, without a word more.
  private func announce() throws {
    let enrolment = try #require(try card.desk.keys.enrolment())
    let outcome = try BranchExchange(worker: card.worker()).conversing(enrolment) { _ in .balanced }
    #expect(outcome == .balanced)
  }

  @Test func `a backup from before the province's answer is no reason to forget the answer`() throws
  {
    #expect(try epochs.open(.fork))
    let second = card.store.log
    let enrolment = try #require(try card.desk.keys.enrolment())
    let log = OutgoingLog(store: card.store, keys: card.desk.keys, enrolment: enrolment)
    // As a stick does: the log is signed up to its end.
    _ = try log.checkpoint(over: try card.store.head().range)
    let backup = try card.backup()
    defer { try? FileManager.default.removeItem(atPath: backup) }
    province.remember(numbers: ["14464-1/2026": 35], erased: ["L000001"])
    try announce()
    #expect(try card.desk.keys.enrolment()?.log == second)

    try card.putBack(backup, databaseOnly: true)

    let third = card.store.log
    #expect(third != second)
    #expect(try card.store.epochs().map(\.reason) == [.fork, .restored])
    #expect(try card.desk.unseenBranches().count == 2)
    #expect(try card.outcome() == "balanced")
    #expect(province.held(third)?.parent == second)
    #expect(try isWhole())
    #expect(try card.store.highestNumbers() == ["14464-1/2026": 35])
    #expect(try card.store.resident(id: 1)?.isErased == true)
    try card.restart()
    #expect(card.store.log == third)
    #expect(try card.store.epochs().allSatisfy { $0.announcedMilliseconds != nil })
  }

  /// The power failed after the tokens were written, and before the database said so.
  @Test func `an answer that was taken but not noted opens no further log`() throws {
    #expect(try epochs.open(.fork))
    var exchange = BranchExchange(worker: card.worker())
    exchange.epochs.afterStep = { if $0 == .enrolled { throw Unexpected() } }
    let enrolment = try #require(try card.desk.keys.enrolment())
    _ = try exchange.conversing(enrolment) { _ in .balanced }
    #expect(try card.store.epochs().last?.announcedMilliseconds == nil)

    try card.restart()

    #expect(try card.store.epochs().count == 1)
    #expect(try card.outcome() == "balanced")
    #expect(try isWhole())
  }

  // MARK: Backup and restore

  private func backUp(_ name: String) throws -> String {
    let file = "\(card.folder)/\(name).tar"
    let limits = card.desk.settings.limits
    try Backup(data: card.folder, keys: card.desk.keys, clock: card.desk.clock, limits: limits)
      .write(to: file, withKeys: true)
    return file
  }

  private func restore(_ file: String) throws {
    card.store.close()
    let done = try Restoring(data: card.folder, settings: card.desk.settings).restore(from: file)
    #expect(done.aside != nil)
    try card.restart()
  }

  /// How many epochs there were when the backup was made, and whether the last of them was still to be
  /// announced.
  @Test(arguments: [(0, false), (1, true), (1, false), (2, true), (2, false)])
  func `a backup from before, between and after two epochs is restored`(
    _ count: Int, _ isPending: Bool
  ) throws {
    var file: String?
    for number in 0...2 {
      if number > 0 { #expect(try epochs.open(.fork, isResting: false)) }
      if number == count, isPending { file = try backUp("pending") }
      #expect(try card.outcome() == "balanced")
      if number == count, !isPending { file = try backUp("announced") }
      try card.addResident(["Nguyễn Văn An", "Phạm Thị Ba", "Vũ Văn Cúc"][number])
      #expect(try card.outcome() == "balanced")
    }
    let before = try Dictionary(
      uniqueKeysWithValues: (card.store.epochs().map(\.log) + [card.store.log])
        .map { ($0, try #require(province.held($0)).leaves) })
    let last = card.store.log

    try restore(try #require(file))
    #expect(try card.store.epochs().count == count + 1)
    #expect(try card.store.epochs().last?.reason == .restored)
    try card.addResident("Lê Thị Dung")
    #expect(try card.outcome() == "balanced")

    #expect(try isWhole())
    #expect(province.held(card.store.log)?.parent == last)
    for (log, leaves) in before { #expect(province.held(log)?.leaves == leaves) }
    #expect(province.count == 4)
    #expect(try !card.desk.unseenBranches().isEmpty)
    let log = card.store.log
    try card.restart()
    #expect(card.store.log == log)
    #expect(try card.outcome() == "balanced")
  }

  // MARK: Without keys

  /// Puts a backup without keys on a new, empty card.
  private func restoreWithoutKeys(_ file: String) throws -> Restoring.Outcome {
    let bytes = try Files.read(file, mostBytes: 64 << 20)
    card.store.close()
    for name in try FileManager.default.contentsOfDirectory(atPath: card.folder) {
      try FileManager.default.removeItem(atPath: "\(card.folder)/\(name)")
    }
    try Files.write(bytes, to: file)
    let done = try Restoring(data: card.folder, settings: card.desk.settings).restore(from: file)
    try card.restart()
    return done
  }

  private func backUpWithoutKeys() throws -> String {
    let file = "\(card.folder)/desk.tar"
    let limits = card.desk.settings.limits
    try Backup(data: card.folder, keys: card.desk.keys, clock: card.desk.clock, limits: limits)
      .write(to: file, withKeys: false)
    return file
  }

  @Test
  func `a backup without keys is enrolled with the log that the province knows, and branches`()
    throws
  {
    let (first, key) = (card.store.log, card.desk.keys.device.publicKey)
    let file = try backUpWithoutKeys()
    try card.addResident("Phạm Thị Ba")
    try card.sync()
    let before = try #require(province.held(first)).leaves
    province.remember(numbers: ["14464-1/2026": 20], erased: [])

    let done = try restoreWithoutKeys(file)

    #expect(done.hasNewKeys && done.enrolmentLog == first)
    #expect(card.desk.keys.device.publicKey != key)
    // A new name from the start, so that nothing ever leaves under the old one; and only one.
    #expect(card.store.log != first)
    #expect(try card.store.epochs().map(\.log) == [first])
    let request = try CanonicalValue(
      json: try Enrolling(keys: card.desk.keys, name: "") { _ in throw Unexpected() }
        .request(code: "ABCD"))
    #expect(request.object?["log"]?.text == first.hex)
    let log = card.store.log
    try card.restart()
    #expect(card.store.log == log)

    try province.replace(card.desk.keys, now: Bed.start / 1_000)
    try card.addResident("Lê Thị Dung")
    #expect(try card.outcome() == "balanced")

    #expect(try isWhole())
    #expect(province.held(log)?.parent == first)
    #expect(province.held(first)?.leaves == before)
    #expect(try card.store.highestNumbers() == ["14464-1/2026": 20])
    // From now on it is enrolled with its own log.
    #expect(try card.desk.keys.enrolmentLog == log)
    try card.restart()
    #expect(card.store.log == log)
    #expect(try card.outcome() == "balanced")
  }

  @Test func `a backup without keys from before an announcement names the log that was announced`()
    throws
  {
    let first = card.store.log
    #expect(try epochs.open(.fork))
    let file = try backUpWithoutKeys()
    let second = card.store.log
    #expect(try card.outcome() == "balanced")
    #expect(province.held(second) != nil)

    let done = try restoreWithoutKeys(file)

    #expect(done.enrolmentLog == first)
    #expect(try card.store.epochs().map(\.log) == [first, second])
    try province.replace(card.desk.keys, now: Bed.start / 1_000)
    #expect(try card.outcome() == "balanced")
    #expect(try isWhole())
    #expect(province.held(card.store.log)?.parent == first)
  }

  // MARK: Persons erased elsewhere

  @Test(arguments: [false, true])
  func `a person whom both histories know is erased here when the other one erased them`(
    _ cutsPower: Bool
  ) throws {
    let copy = try card.copied()
    try card.addResident("Trần Thị Cúc")
    try card.sync()
    try copy.addResident("Lê Thị Dung")
    // The first stands in both histories; the second is another person in each.
    province.remember(numbers: [:], erased: ["L000001", "L000002"])

    if cutsPower {
      var exchange = BranchExchange(worker: copy.worker())
      exchange.epochs.eraseElsewhere = { throw Unexpected() }
      let enrolment = try #require(try copy.desk.keys.enrolment())
      _ = try? exchange.conversing(enrolment) { _ in
        copy.store.log == enrolment.log ? .attention(.fork) : .balanced
      }
      try copy.restart()
    }
    #expect(try copy.outcome() == "balanced")

    #expect(try copy.store.resident(id: 1)?.isErased == true)
    #expect(try copy.store.resident(id: 2)?.isErased == false)
    #expect(try copy.store.erasedElsewhere() == [])
    let size = try copy.store.logSize()
    let kinds = try copy.store.lines(from: 0, to: size).map { try Event(line: $0).kind }
    #expect(kinds.filter { $0 == "resident.erase" }.count == 1)
    #expect(
      try copy.store.personalValues(from: 0, to: size).allSatisfy { $0.value != "Trần Văn Bình" })
    #expect(province.held(copy.store.log)?.leaves == (try copy.lines.map { Merkle.leafHash($0) }))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(copy.folder)/\(Store.fileName)"))
    #expect(bytes.range(of: Data("Trần Văn Bình".utf8)) == nil)
  }
}
