import Evidence
import Foundation
import Testing

@testable import Province

@Suite struct KeyRingTests {
  private func ring(_ data: String) throws -> KeyRing {
    try KeyRing(data: data, host: "province.test", name: "Tỉnh Ninh Bình", todayDays: 20_780)
  }

  private func temporary() -> String { NSTemporaryDirectory() + "keys-\(UUID().uuidString)" }

  @Test func `keys are made once and are nobody else's to read`() throws {
    let data = temporary()
    defer { try? FileManager.default.removeItem(atPath: data) }
    let first = try ring(data)
    let second = try ring(data)

    #expect(first.root.publicKey == second.root.publicKey)
    #expect(first.verifier == second.verifier)
    #expect(first.roots == second.roots)
    #expect(first.roots.roots.first?.key == first.root.publicKey)
    let names = try FileManager.default.contentsOfDirectory(atPath: data + "/keys")
    #expect(
      names.sorted() == ["province.key", "root.key", "roots.json", "status.key", "token.key"])
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

  @Test func `programs that start together share one key`() async throws {
    let data = temporary()
    defer { try? FileManager.default.removeItem(atPath: data) }
    let keys = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try KeyRing(data: data, host: "province.test", name: "Tỉnh", todayDays: 0)
            .root.publicKey.hex
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(keys.count == 1)
  }
}
