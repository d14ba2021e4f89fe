import Centre
import Evidence
import Foundation
import HTTP
import Store
import Testing

@testable import Kiosk

/// A restored or copied card: both histories reach the province whole, under two names.
@Suite struct EpochTests {
  private func enrolled() throws -> (Card, BranchingProvince) {
    let (card, province) = (try Card(), try BranchingProvince())
    try province.enrol(card.desk.keys, now: Bed.start / 1_000)
    return (card, province)
  }

  /// The leaves that the province holds of a log.
  private func leaves(_ province: BranchingProvince, _ log: LogID) -> [Digest]? {
    province.held(log)?.leaves
  }

  private func leaves(_ card: Card) throws -> [Digest] {
    try card.lines.map { Merkle.leafHash($0) }
  }

  private func isBalanced(_ card: Card) throws -> Bool {
    let balance = try card.desk.balance()
    return balance.waiting == 0 && balance.needsAttention == 0
      && balance.recorded == balance.confirmed
  }

  // MARK: What was signed

  @Test func `how far the log was signed is written once a batch and before it leaves`() throws {
    let (card, province) = try enrolled()
    let marks = card.desk.keys.marks
    #expect(marks.signed.entries == [])

    #expect(try card.outcome() == "balanced")

    let head = try card.store.head()
    let entry = LastSigned.Entry(log: card.store.log, size: head.size, root: head.range.root)
    #expect(marks.signed.entry(of: card.store.log) == entry)
    let path = "\(card.folder)/keys/signed"
    let written = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber]
    _ = try card.ask("GET /v1/log/entries?start=0&max=1", bearer: "pull")
    _ = try card.ask("GET /v1/log/checkpoint", bearer: "pull")
    let later = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber]
    #expect(written as? UInt64 == later as? UInt64)
    #expect(leaves(province, card.store.log) == (try leaves(card)))
  }

  @Test func `the record is read back as it was written, and a damaged one is told`() throws {
    var signed = LastSigned()
    let (first, second) = (LogID.random(), LogID.random())
    let root = Digest(sha256: [7])
    signed.note(.init(log: first, size: 9, root: root), numbers: ["14464-1/2026": 3])
    signed.note(.init(log: second, size: 4, root: root), numbers: ["14464-1/2026": 2])
    signed.note(.init(log: first, size: 8, root: Merkle.emptyRoot), numbers: [:])

    #expect(signed.entries.map(\.log) == [second, first])
    #expect(signed.entry(of: first)?.size == 9)
    #expect(signed.numbers == ["14464-1/2026": 3])
    #expect(LastSigned(text: signed.text) == signed)
    for text in ["x", "\(first) 3", "\(first) x \(root.base64)", "number a b"] {
      #expect(LastSigned(text: text) == nil)
    }
  }

  @Test func `a record that cannot be read is left as it is, nothing is signed, and it is told`()
    throws
  {
    let bed = try Bed()
    try ProvinceKeys(bed).enrol(bed, certificate: nil)
    let path = "\(bed.folder)/keys/\(SignedMerge.fileName)"
    let entry = LastSigned.Entry(log: bed.desk.store.log, size: 1, root: Merkle.emptyRoot)
    bed.desk.store.close()
    for damage in ["no record\n", nil] {
      if let damage {
        try Files.write(damage, to: path)
      } else {
        Files.remove(path)
        try Files.makeDirectory(path, mode: 0o700)
      }
      let opening = try Opening(path: bed.folder, settings: bed.desk.settings)
      defer { opening.desk.store.close() }

      #expect(throws: (any Error).self) {
        try opening.desk.keys.marks.note(entry) { [:] }
      }
      #expect(try opening.desk.needs().contains(.signed))
      #expect(opening.desk.health.canSave)
      if let damage { #expect(try Files.read(path, mostBytes: 99) == Array(damage.utf8)) }
    }
  }

  // MARK: Restores

  @Test func `a database put back is found at the start, without a network, and numbers go on`()
    throws
  {
    let (card, _) = try enrolled()
    try card.sync()
    let old = card.store.log
    let backup = try card.backup()
    defer { try? FileManager.default.removeItem(atPath: backup) }
    try card.addResident("Trần Văn Bình")
    try card.desk.keys.marks.note(
      .init(log: old, size: try card.store.logSize(), root: try card.store.head().range.root)
    ) { ["14464-1/2026": 35] }

    try card.putBack(backup, databaseOnly: true)

    let epoch = try #require(try card.store.epochs().first)
    #expect(epoch.log == old)
    #expect(epoch.reason == .restored)
    #expect(card.store.log != old)
    #expect(card.desk.keys.log == card.store.log)
    #expect(try card.desk.keys.enrolment()?.log == old)
    #expect(try card.store.highestNumbers() == ["14464-1/2026": 35])
    #expect(try card.desk.unseenBranches().count == 1)
    try card.restart()
    #expect(try card.store.epochs().count == 1)
  }

  @Test func `a whole card put back is found by the hello, and both histories are whole`() throws {
    let (card, province) = try enrolled()
    try card.sync()
    let old = card.store.log
    let backup = try card.backup()
    defer { try? FileManager.default.removeItem(atPath: backup) }
    try card.addResident("Trần Văn Bình")
    try card.addResident("Trần Thị Cúc")
    try card.sync()
    let before = try leaves(card)
    province.remember(numbers: ["14464-1/2026": 35], erased: ["L000001"])

    try card.putBack(backup)
    try card.addResident("Lê Thị Dung")
    #expect(try card.store.epochs() == [])
    #expect(try card.outcome() == "balanced")

    let log = card.store.log
    #expect(log != old)
    #expect(leaves(province, old) == before)
    #expect(leaves(province, log) == (try leaves(card)))
    #expect(province.held(log)?.parent == old)
    #expect(try isBalanced(card))
    #expect(try card.store.highestNumbers() == ["14464-1/2026": 35])
    #expect(try card.store.erasedElsewhere() == [])
    // Who is registered under this pseudonym now is somebody else.
    #expect(try card.store.resident(id: 1)?.isErased == false)
    let epoch = try #require(try card.store.epochs().first)
    #expect(epoch.announcedMilliseconds != nil)
    #expect(try #require(epoch.fork) < epoch.size)
    #expect(province.requests.filter { $0 == "GET root" }.count < 10)
    try card.restart()
    #expect(try card.outcome() == "balanced")
    #expect(province.count == 2)
  }

  @Test func `a database put back from before an epoch opens the next, and goes on from both`()
    throws
  {
    let (card, province) = try enrolled()
    try card.sync()
    let backup = try card.backup()
    defer { try? FileManager.default.removeItem(atPath: backup) }
    #expect(try Epochs(store: card.store, keys: card.desk.keys, clock: card.desk.clock).open(.fork))
    #expect(try card.outcome() == "balanced")
    let second = card.store.log

    try card.putBack(backup, databaseOnly: true)
    #expect(try card.outcome() == "balanced")

    #expect(card.store.log != second)
    #expect(province.held(card.store.log)?.parent == second)
    #expect(leaves(province, card.store.log) == (try leaves(card)))
    #expect(province.count == 3)
  }

  @Test func `without the record of what was signed the tokens show that the database is older`()
    throws
  {
    let (card, province) = try enrolled()
    try card.sync()
    let (old, backup) = (card.store.log, try card.backup())
    defer { try? FileManager.default.removeItem(atPath: backup) }
    #expect(try Epochs(store: card.store, keys: card.desk.keys, clock: card.desk.clock).open(.fork))
    try card.sync()
    let second = card.store.log
    try Files.write(old.hex + "\n", to: "\(card.folder)/keys/log.id")
    Files.remove("\(card.folder)/keys/signed")

    try card.putBack(backup, databaseOnly: true)
    #expect(card.store.log != old)
    let third = card.store.log
    try card.restart()
    #expect(card.store.log == third)

    #expect(try card.outcome() == "balanced")
    #expect(province.held(third)?.parent == second)
    #expect(leaves(province, third) == (try leaves(card)))
  }

  @Test func `a lost name is the one that was signed for`() throws {
    let (card, province) = try enrolled()
    try card.sync()
    let log = card.store.log
    Files.remove("\(card.folder)/keys/log.id")

    try card.restart()

    #expect(card.store.log == log)
    #expect(card.desk.keys.log == log)
    #expect(try card.store.epochs() == [])
    #expect(try card.outcome() == "balanced")
    #expect(province.count == 1)
  }

  @Test func `an announcement can be carried: what was confirmed is common`() throws {
    let (card, _) = try enrolled()
    try card.sync()
    let epochs = Epochs(store: card.store, keys: card.desk.keys, clock: card.desk.clock)
    let log = { [card] in
      OutgoingLog(
        store: card.store, keys: card.desk.keys,
        enrolment: try #require(try card.desk.keys.enrolment()))
    }
    #expect(try log().carriedAnnouncement() == nil)
    #expect(try epochs.open(.fork))

    let file = try #require(try log().carriedAnnouncement())

    #expect(file.name == "\(card.store.log.hex).branch.json")
    let request = try BranchRequest(json: file.bytes)
    #expect(request.fork == (try card.store.syncState().confirmedSize))
    #expect(request.isSigned(by: card.desk.keys.device.publicKey))
  }

  @Test func `a database of another kiosk is refused`() throws {
    let (card, other) = (try Card(), try Card())
    let backup = try other.backup()
    defer { try? FileManager.default.removeItem(atPath: backup) }
    #expect(throws: StartError.self) { try card.putBack(backup, databaseOnly: true) }
  }

  // MARK: Copies

  @Test func `two cards with one key both go on, and each history is whole at the province`() throws
  {
    let (card, province) = try enrolled()
    try card.addResident("Trần Văn Bình")
    try card.sync()
    let copy = try card.copied()
    let old = card.store.log

    for index in 0..<6 {
      let name = ["An", "Ba", "Cúc", "Dung", "Én", "Gái"][index]
      try card.addResident("Nguyễn \(name)")
      try copy.addResident("Phạm \(name)")
      try copy.addResident("Vũ \(name)")
      #expect(try (index % 2 == 0 ? card : copy).outcome() == "balanced")
      #expect(try (index % 2 == 0 ? copy : card).outcome() == "balanced")
    }

    #expect(card.store.log == old)
    #expect(try card.store.epochs() == [])
    #expect(copy.store.log != old)
    #expect(leaves(province, old) == (try leaves(card)))
    #expect(leaves(province, copy.store.log) == (try leaves(copy)))
    #expect(province.count == 2)
    #expect(try isBalanced(card))
    #expect(try isBalanced(copy))
  }

  @Test func `a second branch within the hour is left to people`() throws {
    let (card, province) = try enrolled()
    try card.sync()
    let copy = try card.copied()
    try card.addResident("Trần Văn Bình")
    try card.sync()
    let epochs = Epochs(store: copy.store, keys: copy.desk.keys, clock: copy.desk.clock)
    #expect(try epochs.open(.fork))
    #expect(try !epochs.open(.fork))

    #expect(try copy.desk.balance().attention == "fork")
    #expect(try copy.store.epochs().count == 1)
    #expect(try copy.sync() == .balanced)
    #expect(try copy.desk.balance().attention == nil)
    #expect(province.count == 2)
  }

  // MARK: Power cuts

  @Test(arguments: Epochs.Step.allCases)
  func `the power may fail after any write: the next start goes on from there`(
    _ step: Epochs.Step
  ) throws {
    let (card, province) = try enrolled()
    try card.sync()
    let copy = try card.copied()
    try card.addResident("Trần Văn Bình")
    try card.sync()
    try copy.addResident("Lê Thị Dung")
    province.remember(numbers: ["14464-1/2026": 35], erased: ["L000001"])
    var exchange = BranchExchange(worker: copy.worker())
    exchange.epochs.afterStep = { if $0 == step { throw Unexpected() } }
    let enrolment = try #require(try copy.desk.keys.enrolment())

    // What fails while the branch is announced is an outcome like any other.
    let outcome = try? exchange.conversing(enrolment) { _ in
      exchange.epochs.store.log == enrolment.log ? .attention(.fork) : .balanced
    }
    #expect(outcome != .balanced)
    try copy.restart()
    #expect(try copy.sync() == .balanced)

    #expect(try copy.store.epochs().count == 1)
    #expect(try copy.store.epochs().first?.announcedMilliseconds != nil)
    #expect(province.count == 2)
    #expect(leaves(province, copy.store.log) == (try leaves(copy)))
    #expect(try copy.store.highestNumbers() == ["14464-1/2026": 35])
    #expect(try copy.store.erasedElsewhere() == [])
    #expect(try isBalanced(copy))
    #expect(copy.desk.keys.log == copy.store.log)
  }

  // MARK: Pull

  @Test func `a kiosk that is only pulled learns from a receipt and is heard by pull`() throws {
    let (card, province) = try enrolled()
    try card.sync()
    let copy = try card.copied()
    try card.addResident("Trần Văn Bình")
    try card.addResident("Trần Thị Cúc")
    try card.sync()
    let old = copy.store.log
    let receipt = try #require(province.held(old)?.receipt)

    let refused = try copy.ask("POST /v1/log/receipts", bearer: "pull", body: Array(receipt.utf8))

    #expect(refused.status == .conflict)
    #expect(copy.store.log != old)
    #expect(try copy.store.epochs().first?.reason == .restored)
    let note = try SignedNote(text: copy.ask("GET /v1/log/checkpoint", bearer: "pull").text)
    #expect(try Checkpoint(body: note.body).origin.hasSuffix(copy.store.log.hex))
    let fork = try #require(try copy.store.epochs().first?.confirmedSize)
    let root = try copy.ask("GET /v1/log/root?size=\(fork)", bearer: "pull").text
    let range = try #require(try copy.store.compactRange(at: fork))
    #expect(root.contains(range.root.base64))
    let wish = try copy.ask("GET /v1/log/branch?fork=\(fork)", bearer: "pull")
    guard case .bytes(let bytes) = wish.body else { throw Unexpected() }
    let request = try BranchRequest(json: bytes)
    #expect(request.previous == old)
    #expect(request.log == copy.store.log)
    #expect(request.isSigned(by: copy.desk.keys.device.publicKey))
    let answer = { (log: LogID) in
      try BranchAnswer(
        log: log, next: fork, root: range.root, token: "new", pullToken: "newer", numbers: [:],
        erased: [], receipt: nil
      ).json(signedBy: province.key)
    }

    let strange = try copy.ask("POST /v1/log/branch", bearer: "pull", body: answer(old))
    #expect(strange.status.code == 422)
    let taken = try copy.ask("POST /v1/log/branch", bearer: "pull", body: answer(copy.store.log))
    #expect(taken.status == .noContent)

    #expect(try copy.ask("GET /v1/log/checkpoint", bearer: "pull").status == .unauthorized)
    #expect(try copy.ask("GET /v1/log/checkpoint", bearer: "newer").status == .ok)
    let quiet = try copy.ask("GET /v1/log/branch?fork=0", bearer: "newer")
    #expect(quiet.status == .noContent)
    #expect(try copy.desk.keys.enrolment()?.log == copy.store.log)
  }

  @Test func `an announcement names only places that the ended log had`() throws {
    let (card, _) = try enrolled()
    try card.sync()
    #expect(try card.ask("GET /v1/log/branch?fork=0", bearer: "pull").status == .noContent)
    _ = try Epochs(store: card.store, keys: card.desk.keys, clock: card.desk.clock).open(.fork)
    let size = try #require(try card.store.epochs().first?.size)

    for (query, status) in [
      ("fork=\(size)", 200), ("fork=\(size + 1)", 416), ("fork=-1", 400), ("", 400),
    ] {
      #expect(
        try card.ask("GET /v1/log/branch?\(query)", bearer: "pull").status.code == status)
    }
    #expect(try card.ask("GET /v1/log/branch?fork=0", bearer: "x").status == .unauthorized)
    #expect(try card.ask("GET /v1/log/root?size=99999", bearer: "pull").status.code == 416)
  }
}
