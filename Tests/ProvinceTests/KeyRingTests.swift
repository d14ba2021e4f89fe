import Evidence
import Foundation
import Testing

@testable import Province

@Suite struct KeyRingTests {
  @Test func `a mistyped data directory makes no other province of a database with logs`() throws {
    let province = try TestProvince()
    var settings = province.settings
    settings.province.data = province.directory + "-mistyped"
    _ = try province.enrolledKiosk()

    #expect(throws: MissingKeys(data: settings.province.data)) {
      try Application(settings: settings, clock: province.clock.wall, logger: TestProvince.quiet)
    }
    #expect(!KeyRing.isThere(in: settings.province.data))
  }

  @Test func `a mistyped host signs nothing for a database whose receipts bear another`() throws {
    let province = try TestProvince()
    var settings = province.settings
    settings.province.host = "provnce.test"
    func start() throws {
      _ = try Application(
        settings: settings, clock: province.clock.wall, logger: TestProvince.quiet)
    }
    var kiosk = try province.enrolledKiosk()
    try start()
    try kiosk.fill(3)
    try province.take(kiosk)

    let error = #expect(throws: SettingsError.self) { try start() }
    #expect(error?.key == "province.host")
    #expect(error?.message.contains("\"province.test\"") ?? false)
  }

  private func ring(_ data: String) throws -> KeyRing {
    try KeyRing(data: data, host: "province.test", name: "Tỉnh Ninh Bình", todayDays: 20_780)
  }

  private func temporary() -> String { NSTemporaryDirectory() + "keys-\(UUID().uuidString)" }

  @Test func `keys are made once and are nobody else's to read`() throws {
    let data = temporary()
    defer { try? FileManager.default.removeItem(atPath: data) }
    let first = try ring(data)
    let second = try ring(data)

    let root = try #require(try first.root())
    #expect(try second.root()?.ed25519.seed == root.ed25519.seed)
    #expect(first.verifier == second.verifier)
    #expect(try first.roots() == second.roots())
    #expect(try first.roots().roots.first?.key == root.ed25519.publicKey)
    #expect(try first.roots().roots.first?.mldsa65 == root.mldsa65?.publicKey)
    let names = try FileManager.default.contentsOfDirectory(atPath: data + "/keys")
    #expect(
      names.sorted() == ["province.key", "root.key", "roots.json", "token.key"])
    for name in names {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(data)/keys/\(name)")
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `a key that others may read is refused`() throws {
    let data = temporary()
    defer { try? FileManager.default.removeItem(atPath: data) }
    _ = try ring(data)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: data + "/keys/root.key")

    let error = try #require(throws: SecretFileError.self) { _ = try ring(data) }
    #expect(error.description.contains("chmod 600"))
  }

  @Test func `a root of Ed25519 alone, as older versions made it, still signs`() throws {
    let data = temporary()
    defer { try? FileManager.default.removeItem(atPath: data) }
    try FileManager.default.createDirectory(
      atPath: data + "/keys", withIntermediateDirectories: true)
    let key = SigningKey()
    let entry = RootKey(key: key.publicKey, name: "Tỉnh", notBeforeDay: 20_000)
    try SecretFile(data + "/keys/root.key").create(Array((Hex.encode(key.seed) + "\n").utf8))
    try SecretFile(data + "/keys/roots.json").create(try RootList(roots: [entry]).json())

    let ring = try ring(data)
    #expect(try ring.root()?.ed25519.seed == key.seed)
    #expect(try ring.root()?.mldsa65 == nil)
    #expect(try ring.roots().roots == [entry])
  }

  @Test func `a root that the list does not name signs nothing`() throws {
    let data = temporary()
    defer { try? FileManager.default.removeItem(atPath: data) }
    let ring = try ring(data)
    let other = try RootList.first(name: "Other", notBeforeDay: 0, key: .random())
    try ring.replaceRoots(other)

    #expect(try ring.root() == nil)
    #expect(try ring.roots() == other)
  }

  @Test func `a file is never overwritten by a new one, and replaced whole when that is meant`()
    throws
  {
    let path = temporary()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = SecretFile(path)
    let long = [UInt8](repeating: 7, count: 100_000)
    try file.create(long)
    #expect(throws: SecretFileError.self) { try file.create([1]) }
    #expect(try file.read() == long)

    try file.replace([1, 2])
    #expect(try file.read() == [1, 2])
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `programs that start together share one key`() async throws {
    let data = temporary()
    defer { try? FileManager.default.removeItem(atPath: data) }
    let keys = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try KeyRing(data: data, host: "province.test", name: "Tỉnh", todayDays: 0)
            .root()?.ed25519.publicKey.hex ?? ""
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(keys.count == 1)
  }
}
