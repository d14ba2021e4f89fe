import Evidence
import Foundation
import Testing

@testable import Province

@Suite struct StatusKeysTests {
  private let day: Int64 = 86_400

  private func prepare(_ province: TestProvince) throws -> StatusKeys.Standing {
    try province.application.statusKeys.prepare(atSeconds: province.clock.wall.seconds)
  }

  private func bundleKey(_ province: TestProvince) throws -> PublicKey {
    try province.application.publisher.publish()
    return try #require(try province.application.bundles.bundle()).list.certificate.publicKey
  }

  @Test func `a root on this machine certifies a key for 366 days, and the next 30 days before`()
    throws
  {
    let province = try TestProvince()
    let end = province.clock.wall.seconds - Certifier.leadSeconds + 366 * day
    #expect(try prepare(province) == .good(until: end))
    #expect(try prepare(province) == .good(until: end))
    #expect(try province.count(#""statusKey""#) == 1)
    let first = try bundleKey(province)

    province.clock.advance(seconds: 335 * day)
    #expect(try bundleKey(province) == first)
    province.clock.advance(seconds: 2 * day)
    #expect(try bundleKey(province) != first)
    #expect(try province.count(#""statusKey""#) == 2)
  }

  @Test func `the private halves are files that nobody else may read`() throws {
    let province = try TestProvince()
    let key = try bundleKey(province)
    let path = "\(province.directory)/keys/status-\(Hex.encode(key.keyId)).key"
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `with an offline root the request waits early, and the old key signs until its end`()
    throws
  {
    let province = try TestProvince()
    let offline = try OfflineMachine(now: province.clock.milliseconds)
    _ = try province.application.adoption.adopt(try offline.roots())
    #expect(try prepare(province) == .missing)
    #expect(
      try province.application.answerImport.take(try offline.certify(province)).statusKeys == 1)
    let first = try bundleKey(province)
    #expect(try province.application.waiting.gather().isEmpty)

    province.clock.advance(seconds: 340 * day)
    guard case .ending = try prepare(province) else {
      Issue.record("nobody is told that the key ends")
      return
    }
    #expect(
      try TrustCheck(province.application).lines().contains {
        $0.text == .checkStatusKeyEnding && $0.values["days"] == "25"
      })
    #expect(try province.application.waiting.gather().status.count == 1)
    #expect(try bundleKey(province) == first)
    let answers = try offline.certify(province)

    province.clock.advance(seconds: 27 * day)
    #expect(throws: PublishError.noKey) { try province.application.publisher.publish() }
    #expect(try prepare(province) == .missing)
    #expect(try province.application.bundles.bundle() != nil, "the last list stays")
    #expect(try TrustCheck(province.application).lines().contains(Saying(.checkNoStatusKey)))

    #expect(try province.application.answerImport.take(answers).refusals == [])
    #expect(try bundleKey(province) != first)
  }

  @Test func `a key that was not made here is not taken in`() throws {
    let province = try TestProvince()
    let root = try #require(try province.application.keys.root())
    let stranger = try HybridKey.random()
    let pair = try Certifier(root: root).status(
      key: stranger.ed25519.publicKey, mldsa65: try #require(stranger.mldsa65?.publicKey),
      at: province.clock.wall.seconds)
    let outcome = try province.application.answerImport.take(
      RootAnswers(devices: [], status: [pair], notices: []))
    #expect(outcome.statusKeys == 0)
    #expect(outcome.refusals.first?.values["reason"]?.contains("not made here") == true)
  }

  @Test func `a status certificate without its second half is refused`() throws {
    let province = try TestProvince()
    let offline = try OfflineMachine(now: province.clock.milliseconds)
    _ = try province.application.adoption.adopt(try offline.roots())
    let pair = try #require(try offline.certify(province).status.first)
    let half = Certifier.Pair(certificate: pair.certificate, companion: nil)
    let outcome = try province.application.answerImport.take(
      RootAnswers(devices: [], status: [half], notices: []))
    #expect(outcome.refusals.count == 1)
    #expect(try prepare(province) == .missing)
  }
}
