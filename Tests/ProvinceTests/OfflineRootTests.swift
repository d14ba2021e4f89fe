import Evidence
import Foundation
import HTTP
import Testing

@testable import Province

@Suite struct OfflineRootTests {
  /// A province that has adopted the root of an offline machine.
  private func given() throws -> (TestProvince, OfflineMachine) {
    let province = try TestProvince()
    let offline = try OfflineMachine(now: province.clock.milliseconds)
    #expect(try province.application.adoption.adopt(try offline.roots()) == .replaced)
    return (province, offline)
  }

  private func outcome(
    _ province: TestProvince, _ kiosk: TestKiosk
  ) throws -> Certificates.Outcome {
    try province.application.certificates.request(try kiosk.request(), log: kiosk.log)
  }

  @Test func `the whole ceremony: adopt, enrol, request, certify, import, answer, publish`() throws
  {
    let (province, offline) = try given()
    var kiosk = try province.enrolledKiosk()
    kiosk.second = try MLDSA65Key()
    #expect(kiosk.certificate == nil)
    #expect(try outcome(province, kiosk) == .pending)
    #expect(throws: PublishError.noKey) { try province.application.publisher.publish() }

    let result = try province.application.answerImport.take(try offline.certify(province))
    #expect(result.refusals == [])
    #expect(result.certificates.count == 1 && result.statusKeys == 1)

    guard case .certified(let answer) = try outcome(province, kiosk) else {
      Issue.record("the kiosk still waits")
      return
    }
    try kiosk.use(answer, known: try offline.roots())
    #expect(answer.companion?.publicKey == kiosk.second?.publicKey)
    #expect(answer.deviceCertificate.device == "14464/\(kiosk.log.hex.prefix(2))")
    #expect(answer.deviceCertificate.covers(province.clock.wall.seconds))
    #expect(try province.application.waiting.gather().isEmpty)

    try province.application.publisher.publish()
    let bundle = try #require(try province.application.bundles.bundle())
    #expect(try bundle.verify(by: try offline.roots()).key == offline.key().ed25519.publicKey)
    #expect(bundle.companion != nil)
  }

  @Test func `the online root is set aside, and nothing makes a new one`() throws {
    let (province, offline) = try given()
    let names = try FileManager.default.contentsOfDirectory(
      atPath: province.directory + "/keys")
    #expect(names.contains("root.key.retired") && !names.contains("root.key"))
    #expect(try province.application.keys.root() == nil)

    let again = try KeyRing(
      data: province.directory, host: "province.test", name: "Tỉnh", todayDays: 20_780)
    #expect(try again.root() == nil)
    #expect(try again.roots() == offline.roots())
  }

  @Test func `an adoption that was cut short is finished by the next one`() throws {
    let files = FileManager.default
    // Between the two steps of setting the old root aside.
    var province = try TestProvince()
    let offline = try OfflineMachine(now: province.clock.milliseconds)
    var root = province.directory + "/keys/root.key"
    try files.linkItem(atPath: root, toPath: root + ".retired")
    #expect(try province.application.adoption.adopt(try offline.roots()) == .replaced)
    #expect(!files.fileExists(atPath: root) && files.fileExists(atPath: root + ".retired"))

    // Between the new list and the rest.
    province = try TestProvince()
    root = province.directory + "/keys/root.key"
    try province.application.publisher.publish()
    try province.application.keys.replaceRoots(try offline.roots())
    #expect(try province.application.adoption.adopt(try offline.roots()) == .extended(0))
    #expect(try province.count("bundle") == 0)
    #expect(!files.fileExists(atPath: root) && files.fileExists(atPath: root + ".retired"))
  }

  @Test func `a root list that nobody could read is not put in force`() throws {
    let province = try TestProvince()
    let keys = province.application.keys
    let before = try keys.roots()
    #expect(throws: Malformed.self) {
      try keys.replaceRoots(RootList(roots: before.roots + before.roots))
    }
    #expect(try keys.roots() == before)
  }

  @Test func `an online root that has certified kiosks stays listed and vouches for the new one`()
    throws
  {
    let province = try TestProvince()
    let before = try province.application.keys.roots()
    let kiosk = try province.enrolledKiosk()
    try province.application.publisher.publish()
    let offline = try OfflineMachine(now: province.clock.milliseconds)

    #expect(try province.application.adoption.adopt(try offline.roots()) == .joined)

    let after = try province.application.keys.roots()
    #expect(after.roots.map(\.key) == before.roots.map(\.key) + [try offline.roots().roots[0].key])
    #expect(try before.adopting(after) == after)
    #expect(try province.application.keys.root() == nil)
    let certificate = try #require(kiosk.certificate)
    #expect(after.roots.contains { certificate.isSigned(by: $0.key) })
    // The list that is published now brings the new root to kiosks that know the old one only.
    let published = try #require(try province.application.publisher.publishIfDue())
    #expect(published.certificates == 0)
    #expect(
      try Trust(roots: before).taking(
        try #require(try province.application.bundles.bundle())
      ).roots == after)
  }

  @Test func `the next root is adopted when the last one vouches for it, and certifies`() throws {
    let (province, offline) = try given()
    let before = try province.application.keys.roots()
    try offline.next()
    #expect(try offline.roots().roots.count == 2)
    #expect(try province.application.adoption.adopt(try offline.roots()) == .extended(1))
    #expect(try province.application.adoption.adopt(try offline.roots()) == .extended(0))

    var kiosk = try province.enrolledKiosk()
    #expect(try outcome(province, kiosk) == .pending)
    let answers = try offline.certify(province, by: "next.key.json")
    #expect(try province.application.answerImport.take(answers).refusals == [])
    guard case .certified(let answer) = try outcome(province, kiosk) else {
      Issue.record("the kiosk still waits")
      return
    }
    try kiosk.use(answer, known: before)
    let certificate = try #require(kiosk.certificate)
    #expect(certificate.isSigned(by: try offline.key("next.key.json").ed25519.publicKey))
  }

  @Test func `a stranger's root is not adopted, and its answers are refused`() throws {
    let (province, _) = try given()
    let before = try province.application.keys.roots()
    let stranger = try OfflineMachine(now: province.clock.milliseconds)
    #expect(throws: TrustError(.roots, "unendorsed")) {
      try province.application.adoption.adopt(try stranger.roots())
    }
    #expect(try province.application.keys.roots() == before)

    _ = try province.enrolledKiosk()
    let outcome = try province.application.answerImport.take(try stranger.certify(province))
    #expect(outcome.certificates.isEmpty && outcome.statusKeys == 0)
    #expect(outcome.refusals.count == 2)
    #expect(try province.integer("SELECT count(certificate) AS n FROM kiosk") == 0)
  }

  @Test func `a full list takes no further root`() throws {
    let offline = try OfflineMachine(now: 1_795_395_600_000)
    for number in 2...RootList.limit {
      _ = try RootCreation(path: "\(offline.directory)/\(number)", now: offline.now).next(
        name: "Tỉnh", list: offline.list, after: try offline.key(),
        passphrase: try OfflineMachine.secret(), derivation: .light)
    }
    let error = try #require(throws: RootDocumentError.self) { try offline.next() }
    #expect(error.description.contains("8 roots"))
    #expect(!FileManager.default.fileExists(atPath: offline.directory + "/next.key.json"))
    #expect(try RootList(json: try offline.roots().json()).roots.count == 8)
  }

  @Test func `nothing that is there is overwritten by a new root`() throws {
    let offline = try OfflineMachine(now: 1_795_395_600_000)
    let before = try PlainFile.read(offline.root)
    #expect(throws: Refused(.rootThere, ["path": offline.root])) {
      try RootCreation(path: offline.root, now: 0).checkIsFree(list: offline.list)
    }
    #expect(throws: SecretFileError.self) {
      _ = try RootCreation(path: offline.root, now: 0).first(
        name: "X", list: offline.list, passphrase: try OfflineMachine.secret(), derivation: .light)
    }
    #expect(try PlainFile.read(offline.root) == before)
    let attributes = try FileManager.default.attributesOfItem(atPath: offline.root)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `answers for a withdrawn kiosk, another key or a shorter time are refused`() throws {
    let (province, offline) = try given()
    let kiosk = try province.enrolledKiosk()
    let first = try offline.certify(province)
    province.clock.advance(seconds: 10 * 86_400)
    let later = try offline.certify(province)
    let take = { try province.application.answerImport.take($0) }

    #expect(try take(later).refusals == [])
    #expect(try take(later).refusals == [], "a second import changes nothing")
    #expect(
      try take(RootAnswers(devices: first.devices, status: [], notices: [])).refusals.count == 1)
    let stranger = RootAnswers(
      devices: [RootAnswers.Device(log: .random(), pair: later.devices[0].pair)], status: [],
      notices: [])
    #expect(try take(stranger).refusals.count == 1)
    _ = try province.application.withdrawals.withdraw(log: kiosk.log, reason: "", lost: nil)
    #expect(
      try take(RootAnswers(devices: later.devices, status: [], notices: [])).refusals.count == 1)
  }

  @Test func `a kiosk's own request on a stick is answered on the offline machine`() throws {
    let (province, offline) = try given()
    var kiosk = try province.enrolledKiosk()
    kiosk.second = try MLDSA65Key()
    let requests = try RootRequests(
      file: try kiosk.request().json(), now: province.clock.wall.seconds)
    #expect(requests.province.isEmpty)
    let answers = try RootAnswers(to: requests, by: try offline.key())
    let answer = try RootAnswers.certificate(
      try #require(answers.devices.first), roots: try offline.roots())

    let carried = try CertificateAnswer(json: try answer.json())
    try kiosk.use(carried, known: try province.application.keys.roots())
    // And the province learns of it by the same file.
    let outcome = try province.application.answerImport.take(
      try RootAnswers(file: try answer.json()))
    #expect(outcome.refusals == [])
    #expect(outcome.certificates == [answer])
  }

  @Test(arguments: [
    ("14464/", "14464\\u001b[1A/"), ("14464/", "1446\u{661}/"), ("14464/", "14464\\n"),
    ("14464/", "09187/17662/"), ("province.test", ""), ("province.test", "a\\nb"),
    ("province.test", "a\u{202e}b"), ("province.test", String(repeating: "a", count: 254)),
  ])
  func `names on a stick that could mislead who reads them refuse the whole file`(
    _ name: String, _ other: String
  ) throws {
    let (province, _) = try given()
    _ = try province.enrolledKiosk()
    let text = String(decoding: try province.application.waiting.gather().json(), as: UTF8.self)
    _ = try RootRequests(file: Array(text.utf8), now: 0)
    let changed = text.replacing(name, with: other, maxReplacements: 1)
    #expect(changed != text)
    let error = try #require(throws: RootDocumentError.self) {
      _ = try RootRequests(file: Array(changed.utf8), now: 0)
    }
    #expect(error.description.contains(name == "14464/" ? "Entry 1 of devices" : "province"))
  }

  @Test func `a kiosk's own request chooses no name but that of its centre`() throws {
    let kiosk = TestKiosk(host: "province.test")
    func name(_ device: String) throws -> String? {
      let request = try CertificateRequest(
        device: device, log: kiosk.log, key: HybridKey(ed25519: kiosk.key, mldsa65: nil),
        madeSeconds: 1_795_395_600)
      return try RootRequests(file: try request.json(), now: 1_795_395_600).devices.first?.name
    }
    #expect(try name("14464-1") == "14464/\(kiosk.log.hex.prefix(2))")
    #expect(try name("14464/17662/zz") == "14464/\(kiosk.log.hex.prefix(2))")
    #expect(throws: RootDocumentError.self) { _ = try name("14464-1\u{1b}[2K") }
    #expect(throws: RootDocumentError.self) { _ = try name("Xã Gia Viễn") }
  }

  @Test(arguments: ["", "{}", "[]", #"{"kind":"root-requests","version":2}"#])
  func `what is no file of requests or answers is said to be none`(_ text: String) {
    #expect(throws: RootDocumentError.self) {
      _ = try RootRequests(file: Array(text.utf8), now: 0)
    }
    #expect(throws: RootDocumentError.self) { _ = try RootAnswers(file: Array(text.utf8)) }
  }

  @Test func `a request whose signature is another key's refuses the whole file`() throws {
    let (province, _) = try given()
    let kiosk = try province.enrolledKiosk()
    _ = try outcome(province, kiosk)
    let asked = try province.application.waiting.gather()
    #expect(asked.devices.first?.request != nil)
    let other = String(SigningKey().publicKey.hex)
    let text = String(decoding: try asked.json(), as: UTF8.self)
    // The first of the two members named key is the certified one.
    let forged = text.replacing(kiosk.key.publicKey.hex, with: other, maxReplacements: 1)
    #expect(throws: RootDocumentError.self) {
      _ = try RootRequests(file: Array(forged.utf8), now: 0)
    }
  }
}
