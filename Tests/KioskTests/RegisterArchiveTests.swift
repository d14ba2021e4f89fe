import Centre
import Evidence
import Store
import Testing

@testable import Kiosk

@Suite struct RegisterArchiveTests {
  private struct Made {
    let bed: Bed
    let province: ProvinceKeys
    let files: RegisterArchive.Files
    let codes: [String]
  }

  /// A register of three certificates, the second of which is cancelled, and its digest.
  private func made(isHybrid: Bool = false) throws -> Made {
    let bed = try Bed()
    let province = try ProvinceKeys(bed, isHybrid: isHybrid)
    let certificate = try province.certificate(bed)
    try province.enrol(bed, certificate: certificate)
    if isHybrid {
      let companion = try province.companion(bed, certificate)
      _ = try bed.desk.certification.take(
        try province.answer(bed, certificate, companion: companion), now: bed.now)
    }
    let codes = try (0..<3).map { _ in try issue(bed) }
    _ = try bed.desk.cancelCertificate("14464-1-2026-000002", reason: "Sai tên")
    let archive = RegisterArchive(keys: bed.desk.keys, data: bed.folder)
    let (digest, files) = try archive.make(
      centre: CentreCode("14464-1"), year: 2026, into: "\(bed.folder)/archive",
      atSeconds: bed.now.wallMilliseconds / 1_000)
    #expect(digest.count == 3)
    return Made(bed: bed, province: province, files: files, codes: codes)
  }

  private func issue(_ bed: Bed) throws -> String {
    let (resident, course) = try bed.earned()
    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    guard case .issued(let certificate) = outcome else { throw Unexpected() }
    return certificate.sheet.qrPrefix + certificate.sheet.qrDigits
  }

  @Test(arguments: [false, true])
  func `every certificate of the year is found in its digest, cancelled ones too`(
    isHybrid: Bool
  ) throws {
    let made = try made(isHybrid: isHybrid)
    let check = RegisterCheck(trust: Trust(roots: made.province.roots))

    for (index, code) in made.codes.enumerated() {
      let finding = try check.check(made.files, certificate: code)
      guard case .holds(let number, let count, let device, let root, let isTwice) = finding else {
        throw Unexpected()
      }
      #expect(number == "14464-1-2026-00000\(index + 1)")
      #expect(count == 3)
      #expect(device == "14464-1")
      #expect(root.name == "Ninh Bình")
      #expect(isTwice == isHybrid)
      #expect(finding.exitCode == 0)
    }
    #expect(Files.exists(made.files.companion) == isHybrid)
    #expect(made.files.digest.hasSuffix("/archive/14464-1-2026.digest"))
  }

  @Test func `what was issued afterwards or elsewhere is not in it`() throws {
    let made = try made()
    let later = try issue(made.bed)
    let other = try issue(try Bed())
    let check = RegisterCheck(trust: Trust(roots: made.province.roots))

    #expect(
      try check.check(made.files, certificate: later) == .absent(number: "14464-1-2026-000004"))
    #expect(
      try check.check(made.files, certificate: other) == .absent(number: "14464-1-2026-000001"))
  }

  @Test func `a changed file, a stranger's root and an unreadable code are told apart`() throws {
    let made = try made(isHybrid: true)
    let check = RegisterCheck(trust: Trust(roots: made.province.roots))
    let code = made.codes[0]
    let note = try Files.read(made.files.digest, mostBytes: 16_384)
    let hashes = try Files.read(made.files.hashes, mostBytes: 16_384)
    func word(_ finding: RegisterCheck.Finding) -> String {
      String("\(finding)".prefix { $0 != "(" })
    }

    #expect(word(try check.check(made.files, certificate: "xin chào")) == "unreadable")
    let strangers = RegisterCheck(trust: Trust(roots: try ProvinceKeys(made.bed).roots))
    #expect(
      try strangers.check(made.files, certificate: code) == .notBelieved(reason: "unknown-root"))
    try Files.write(Array(hashes.dropFirst(65)), to: made.files.hashes)
    #expect(try check.check(made.files, certificate: code) == .otherHashes)
    try Files.write(hashes, to: made.files.hashes)
    let text = String(decoding: note, as: UTF8.self)
    try Files.write(text.replacing("\n3\n", with: "\n2\n"), to: made.files.digest)
    #expect(word(try check.check(made.files, certificate: code)) == "notBelieved")
    try Files.write(note, to: made.files.digest)
    let companion = try Files.read(made.files.companion, mostBytes: 8_192)
    try Files.write(
      companion.dropLast() + [companion[companion.count - 1] ^ 1],
      to: made.files.companion)
    #expect(try check.check(made.files, certificate: code) == .notBelieved(reason: "companion"))
  }

  @Test func `a certificate that nobody vouches for is refused, whatever the register holds`()
    throws
  {
    let made = try made()
    let check = RegisterCheck(trust: Trust(roots: made.province.roots))
    let token = try QRText.token(from: made.codes[0])
    let forged = QRText.text(
      token: Array(token.dropLast()) + [token[token.count - 1] ^ 1], shortHost: "nb.example")

    #expect(
      try check.check(made.files, certificate: forged) == .notGenuine(reason: "device-signature"))
  }

  @Test func `the digest of a withdrawn device is not believed`() throws {
    let made = try made()
    let notice = try made.province.notice(made.bed)
    let check = RegisterCheck(trust: Trust(roots: made.province.roots, notices: [notice]))

    let finding = try check.check(made.files, certificate: made.codes[0])

    #expect(finding == .notBelieved(reason: "device-withdrawn"))
    #expect(finding.exitCode == 1)
  }

  @Test func `before enrolment a digest is of the demonstration`() throws {
    let bed = try Bed()
    let code = try issue(bed)
    let archive = RegisterArchive(keys: bed.desk.keys, data: bed.folder)
    let (_, files) = try archive.make(
      centre: CentreCode("14464-1"), year: 2026, into: bed.folder,
      atSeconds: bed.now.wallMilliseconds / 1_000)

    let finding = try RegisterCheck(trust: Trust(roots: RootList(roots: []))).check(
      files, certificate: code)

    #expect(finding.exitCode == 3)
  }

  @Test func `a kiosk that waits for its certificate signs no digest`() throws {
    let bed = try Bed()
    try ProvinceKeys(bed).enrol(bed, certificate: nil)
    let archive = RegisterArchive(keys: bed.desk.keys, data: bed.folder)

    #expect(throws: RegisterArchive.NotCertified.self) {
      try archive.make(
        centre: CentreCode("14464-1"), year: 2026, into: bed.folder, atSeconds: 1)
    }
  }

  @Test func `a year without certificates has a digest of nothing`() throws {
    let bed = try Bed()
    let archive = RegisterArchive(keys: bed.desk.keys, data: bed.folder)

    let made = try archive.make(
      centre: CentreCode("14464-1"), year: 2025, into: bed.folder,
      atSeconds: bed.now.wallMilliseconds / 1_000)

    #expect(made.digest.count == 0)
    #expect(try Files.read(made.files.hashes, mostBytes: 10).isEmpty)
  }
}
