import Centre
import Dispatch
import Evidence
import Store
import Synchronization
import Testing

@testable import Kiosk

@Suite struct TrustFilesTests {
  static let first = "14464-1-2026-000001"

  private func issued(_ bed: Bed) throws -> (number: String, code: String) {
    let (resident, course) = try bed.earned()
    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    guard case .issued(let certificate) = outcome else { throw Unexpected() }
    return (certificate.number, certificate.sheet.qrPrefix + certificate.sheet.qrDigits)
  }

  private func enrolled(isHybrid: Bool = false) throws -> (Bed, ProvinceKeys) {
    let bed = try Bed()
    let province = try ProvinceKeys(bed, isHybrid: isHybrid)
    try province.enrol(bed, certificate: try province.certificate(bed))
    return (bed, province)
  }

  private func verdict(_ bed: Bed, _ code: String) throws -> Verification {
    Inspection(trust: try bed.desk.heldTrust().trust, today: nil).inspect(text: code)
  }

  @Test(arguments: [false, true])
  func `a bundle withdraws a certificate as soon as it is taken`(isHybrid: Bool) throws {
    let (bed, province) = try enrolled(isHybrid: isHybrid)
    let (number, code) = try issued(bed)

    let before = try verdict(bed, code)
    let taking = try bed.desk.keys.trust.take(try province.bundle([number: nil]))
    let after = try verdict(bed, code)

    #expect(before.verdict == .genuine)
    #expect(before.listDay == nil)
    #expect(taking == .taken)
    #expect(after.verdict == .revoked)
    #expect(after.listDay == Day(wallMilliseconds: province.now * 1_000).daysSince1970)
    #expect(try Keys(data: bed.folder).trust.current().bundle != nil, "it survives a restart")
  }

  @Test func `what another process takes is seen at once`() throws {
    let (bed, province) = try enrolled()
    _ = try bed.desk.heldTrust()

    _ = try Keys(data: bed.folder).trust.take(try province.bundle())

    #expect(try bed.desk.heldTrust().trust.list?.table.certificateCount == 20)
  }

  @Test func `of two bundles that are taken at once no notice is lost`() throws {
    let bed = try Bed()
    let province = try ProvinceKeys(bed)
    let older = try province.bundle(notices: [try province.notice(bed)])
    let newer = try province.bundle(after: 60)

    for round in 0..<40 {
      let directory = "\(bed.folder)/round-\(round)"
      try Files.makeDirectory(directory, mode: 0o700)
      try Files.write(try province.roots.json(), to: "\(directory)/roots.json")
      let taken = Mutex(Set<Int>())
      // Each with files of its own, as two processes have them.
      DispatchQueue.concurrentPerform(iterations: 2) { index in
        let files = TrustFiles(directory: directory)
        guard (try? files.take([older, newer][index])) == .taken else { return }
        taken.withLock { _ = $0.insert(index) }
      }
      let held = try TrustFiles(directory: directory).current()
      #expect(held.bundle?.bytes == newer)
      #expect(held.trust.notices.count == (taken.withLock { $0.contains(0) } ? 1 : 0))
    }
  }

  @Test func `an older bundle and a stranger's are refused, the same one is a repeat`() throws {
    let (bed, province) = try enrolled()
    let trust = bed.desk.keys.trust
    let newer = try province.bundle(after: 60)
    _ = try trust.take(newer)

    #expect(try trust.take(newer) == .repeated)
    for (bytes, reason) in [
      (try province.bundle(), TrustError.Reason.older),
      (try ProvinceKeys(bed).bundle(after: 120), .unknownRoot),
      (Array(newer.dropLast()), .cbor), (Array("<html>".utf8), .cbor),
      ([UInt8](repeating: 0, count: TrustBundle.byteLimit + 1), .tooLong),
    ] {
      let error = #expect(throws: TrustError.self) { try trust.take(bytes) }
      #expect(error?.reason == reason)
    }
    #expect(try trust.current().bundle?.bytes == newer)
  }

  @Test func `a notice that a later bundle leaves out is not forgotten`() throws {
    let (bed, province) = try enrolled()
    let (_, code) = try issued(bed)
    let trust = bed.desk.keys.trust
    _ = try trust.take(try province.bundle(notices: [try province.notice(bed)]))

    _ = try trust.take(try province.bundle(after: 60))

    let again = try Keys(data: bed.folder).trust.current().trust
    #expect(
      Inspection(trust: again, today: nil).inspect(text: code).verdict == .deviceWithdrawn)
  }

  @Test func `a certificate that was known before a theft stays good`() throws {
    let (bed, province) = try enrolled()
    let (_, code) = try issued(bed)
    let token = try #require(try verdict(bed, code).token)
    let notice = try province.notice(bed, good: [token.identity])

    _ = try bed.desk.keys.trust.take(try province.bundle(notices: [notice]))

    #expect(try verdict(bed, code).verdict == .genuine)
  }

  @Test func `a next root comes with the bundle when the known one endorses it`() throws {
    let (bed, province) = try enrolled()
    let next = HybridKey(ed25519: SigningKey(), mldsa65: nil)
    let cross = try province.roots.adding(
      name: "Ninh Bình 2", notBeforeDay: 20_500, key: next, after: province.root)
    let plain = RootList(
      roots: province.roots.roots + [
        RootKey(key: SigningKey().publicKey, name: "Kẻ lạ", notBeforeDay: 20_500)
      ])
    let trust = bed.desk.keys.trust

    let error = #expect(throws: TrustError.self) {
      try trust.take(try province.bundle(roots: plain))
    }
    #expect(error?.reason == .roots)
    #expect(try trust.take(try province.bundle(roots: cross)) == .taken)
    #expect(try bed.desk.keys.enrolment()?.roots == cross)
    #expect(try trust.current().trust.roots.roots.count == 2)
  }

  @Test func `a damaged bundle is left out and told, and a good one takes its place`() throws {
    let (bed, province) = try enrolled()
    let path = "\(bed.desk.keys.directory)/revocations.bundle"
    try Files.write([1, 2, 3], to: path)

    let held = try bed.desk.heldTrust()
    _ = try bed.desk.keys.trust.take(try province.bundle())

    #expect(held.damage != nil)
    #expect(held.bundle == nil)
    #expect(held.trust.roots == province.roots)
    #expect(try bed.desk.heldTrust().damage == nil)
  }

  @Test func `the register at this kiosk knows more than the list`() throws {
    let (bed, province) = try enrolled()
    let (number, code) = try issued(bed)
    _ = try bed.desk.keys.trust.take(try province.bundle())
    bed.wait(seconds: 100 * 86_400)
    bed.set { $0.quality = .networkTime }

    let stale = try bed.desk.inspect(text: code)
    _ = try bed.desk.cancelCertificate(number, reason: "Sai tên")
    let cancelled = try bed.desk.inspect(text: code)

    #expect(stale.verdict == .genuine, "its own register is newer than any list")
    #expect(stale.isRegistered)
    #expect(cancelled.verdict == .revoked)
    #expect(cancelled.listDay != nil)
  }

  @Test func `before an enrolment nothing is believed`() throws {
    let bed = try Bed()
    let province = try ProvinceKeys(bed)

    #expect(try bed.desk.heldTrust().trust.roots.roots.isEmpty)
    #expect(throws: TrustError.self) { try bed.desk.keys.trust.take(try province.bundle()) }
  }
}
