import Centre
import Evidence
import Store
import Testing

@testable import Kiosk

@Suite struct CertificationTests {
  private func enrolled(
    daysLeft: Int64?, isHybrid: Bool = false
  ) throws -> (Bed, ProvinceKeys) {
    let bed = try Bed()
    let province = try ProvinceKeys(bed, isHybrid: isHybrid)
    let certificate = try daysLeft.map { try province.certificate(bed, days: $0) }
    try province.enrol(bed, certificate: certificate)
    return (bed, province)
  }

  struct Case: Sendable {
    let daysLeft: Int64?
    let word: String
    let isDue: Bool
  }

  @Test(arguments: [
    Case(daysLeft: 61, word: "good", isDue: false), Case(daysLeft: 60, word: "good", isDue: false),
    Case(daysLeft: 59, word: "ending", isDue: true), Case(daysLeft: 0, word: "ending", isDue: true),
    Case(daysLeft: nil, word: "waiting", isDue: true),
  ])
  func `a certificate is asked for in good time`(example: Case) throws {
    let (bed, province) = try enrolled(daysLeft: example.daysLeft)
    let (now, certification) = (province.now, bed.desk.certification)

    #expect(try certification.isDue(atSeconds: now) == example.isDue)
    #expect("\(try certification.state(atSeconds: now))".hasPrefix(example.word))
    if let daysLeft = example.daysLeft {
      let end = now + daysLeft * 86_400
      #expect(try certification.state(atSeconds: end + 1) == .over(expiresSeconds: end))
    }
  }

  @Test func `within a day nobody asks twice, and a clock set back does not stop it`() throws {
    let (bed, province) = try enrolled(daysLeft: 10)
    let certification = bed.desk.certification
    try certification.note(.pending, atSeconds: province.now)

    #expect(try !certification.isDue(atSeconds: province.now + 86_399))
    #expect(try certification.isDue(atSeconds: province.now + 86_400))
    #expect(try certification.isDue(atSeconds: province.now - 1))
  }

  @Test func `a root that can sign for the second key is asked to`() throws {
    let (bed, province) = try enrolled(daysLeft: 300, isHybrid: true)
    let certification = bed.desk.certification
    let renewed = try province.certificate(bed)

    let before = try certification.isDue(atSeconds: province.now)
    _ = try certification.take(
      try province.answer(bed, renewed, companion: try province.companion(bed, renewed)),
      now: bed.now)

    #expect(before)
    #expect(try !certification.isDue(atSeconds: province.now))
    #expect(try bed.desk.keys.enrolment()?.companion != nil)
  }

  @Test func `the companion of another certificate counts as none and is asked for again`() throws {
    let (bed, province) = try enrolled(daysLeft: 300, isHybrid: true)
    let keys = bed.desk.keys
    let held = try #require(try keys.enrolment()?.deviceCertificate)
    let other = try #require(try province.companion(bed, try province.certificate(bed, days: 9)))
    let right = try #require(try province.companion(bed, held))

    for (companion, isHeld) in [(other.bytes, false), ([1, 2, 3], false), (right.bytes, true)] {
      try Files.write(companion, to: "\(keys.directory)/device.companion")
      #expect((try keys.enrolment()?.companion != nil) == isHeld)
      #expect(try bed.desk.certification.isDue(atSeconds: province.now) == !isHeld)
    }
  }

  @Test func `a request proves that the kiosk has both keys`() throws {
    let (bed, province) = try enrolled(daysLeft: nil)

    let json = try bed.desk.certification.request(atSeconds: province.now)

    let request = try CertificateRequest(json: json)
    #expect(request.key == bed.desk.keys.device.publicKey)
    #expect(request.mldsa65 == (try bed.desk.keys.pair().mldsa65?.publicKey))
    #expect(request.log == bed.desk.keys.log)
    #expect(request.device == "14464-1")
  }

  @Test func `an answer takes effect at once and is kept`() throws {
    let (bed, province) = try enrolled(daysLeft: nil)
    let (resident, course) = try bed.earned()
    let certificate = try province.certificate(bed)
    let json = try province.answer(bed, certificate)

    let before = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    let taken = try bed.desk.certification.take(json, now: bed.now)
    let after = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    let again = try bed.desk.certification.take(json, now: bed.now)

    #expect(before == .refused(.notCertified))
    #expect(taken == certificate)
    guard case .issued(let issued) = after else { throw Unexpected() }
    #expect(!issued.sheet.isDemonstration)
    #expect(again == certificate, "the same answer again is harmless")
    #expect(try Keys(data: bed.folder).enrolment()?.deviceCertificate == certificate)
    #expect(try bed.desk.keys.enrolment()?.token == "t")
  }

  @Test func `an answer that does not hang together changes nothing`() throws {
    let (bed, province) = try enrolled(daysLeft: 30)
    let held = try bed.desk.keys.enrolment()
    let good = try province.certificate(bed)
    let stranger = SigningKey()
    let otherKey = try DeviceCertificate.issue(
      device: "14464-1", notBefore: province.now, expires: province.now + 400 * 86_400,
      publicKey: SigningKey().publicKey, root: province.root.ed25519)
    let strangers = RootList(
      roots: province.roots.roots + [
        RootKey(key: stranger.publicKey, name: "Kẻ lạ", notBeforeDay: 0)
      ])
    let answers = [
      try province.answer(bed, good, log: LogID.random()),
      try province.answer(bed, otherKey),
      try province.answer(bed, try province.certificate(bed, root: stranger)),
      try province.answer(
        bed, try province.certificate(bed, root: stranger), roots: strangers),
      try province.answer(bed, try province.certificate(bed, from: province.now + 3_600)),
      try province.answer(bed, try province.certificate(bed, days: 29)),
      try province.answer(bed, good, roots: RootList(roots: [])),
      Array("{}".utf8), Array("<html>".utf8),
    ]

    for (index, answer) in answers.enumerated() {
      #expect(throws: (any Error).self, "\(index)") {
        try bed.desk.certification.take(answer, now: bed.now)
      }
    }
    #expect(try bed.desk.keys.enrolment() == held)
  }

  @Test func `an untrusted clock does not judge when a certificate begins`() throws {
    let (bed, province) = try enrolled(daysLeft: nil)
    let later = try province.certificate(bed, from: province.now + 86_400)
    bed.set { $0.quality = .restoredFloor }

    let taken = try bed.desk.certification.take(try province.answer(bed, later), now: bed.now)

    #expect(taken == later)
  }

  @Test func `a kiosk of no province takes no certificate`() throws {
    let bed = try Bed()
    let province = try ProvinceKeys(bed)
    let json = try province.answer(bed, try province.certificate(bed))

    let error = #expect(throws: Certification.Refused.self) {
      try bed.desk.certification.take(json, now: bed.now)
    }

    #expect(error == .notEnrolled)
    #expect(try !bed.desk.certification.isDue(atSeconds: province.now))
  }
}
