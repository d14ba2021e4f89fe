import Evidence
import Foundation
import Testing

@testable import Province

@Suite struct RootFileTests {
  private func sealed(_ key: HybridKey? = nil) throws -> RootFile {
    try RootFile.seal(
      key ?? .random(), name: "Tỉnh Ninh Bình", madeDay: 20_780,
      passphrase: try OfflineMachine.secret(), derivation: .light)
  }

  private func members(_ file: RootFile) throws -> [String: CanonicalValue] {
    try #require(try CanonicalValue(json: try file.json()).object)
  }

  private func read(_ members: [String: CanonicalValue]) throws -> RootFile {
    try RootFile(json: try CanonicalValue.object(members).canonical())
  }

  @Test func `a root comes back out of its file with the passphrase`() throws {
    let key = try HybridKey.random()
    let file = try RootFile(json: try sealed(key).json())

    #expect(file.name == "Tỉnh Ninh Bình")
    #expect(file.key == key.ed25519.publicKey)
    let opened = try file.open(try OfflineMachine.secret())
    #expect(opened.ed25519.seed == key.ed25519.seed)
    #expect(opened.mldsa65?.seed == key.mldsa65?.seed)
  }

  @Test func `a new file asks for N = 2^17, r = 8, p = 1, and says so`() throws {
    let file = try RootFile.seal(
      .random(), name: "Tỉnh", madeDay: 0, passphrase: try OfflineMachine.secret())
    let kdf = try #require(try members(file)["kdf"]?.object)
    #expect(kdf["n"] == .integer(131_072))
    #expect(kdf["r"] == .integer(8))
    #expect(kdf["p"] == .integer(1))
    #expect(try file.open(try OfflineMachine.secret()).ed25519.publicKey == file.key)
  }

  @Test func `a wrong passphrase is a clear error`() throws {
    let file = try sealed()
    let error = try #require(throws: RootFileError.self) {
      _ = try file.open(try Passphrase("another passphrase"))
    }
    #expect(error.reason == .passphrase)
    #expect(error.description.contains("passphrase is wrong"))
  }

  @Test func `the passphrase is the same whatever input method wrote its marks`() throws {
    let file = try sealed()
    let decomposed = OfflineMachine.passphrase.decomposedStringWithCanonicalMapping
    #expect(Array(decomposed.utf8) != Array(OfflineMachine.passphrase.utf8))
    #expect(try file.open(try Passphrase(decomposed)).ed25519.publicKey == file.key)
  }

  @Test func `no secret stands in the file in clear`() throws {
    let key = try HybridKey.random()
    let text = String(decoding: try sealed(key).json(), as: UTF8.self)
    for seed in [key.ed25519.seed, key.mldsa65?.seed ?? []] {
      #expect(!text.contains(Hex.encode(seed)))
      #expect(!text.contains(Base64.encode(seed)))
    }
    #expect(!text.contains(OfflineMachine.passphrase))
  }

  @Test(arguments: ["name", "made", "key", "mldsa65", "sealed", "kdf"])
  func `whatever is changed in the file, it does not open`(_ name: String) throws {
    var changed = try members(try sealed())
    let other = try members(try sealed())
    changed[name] = name == "made" ? .integer(1) : name == "name" ? .text("X") : other[name]
    let file = try read(changed)
    let error = try #require(throws: RootFileError.self) {
      _ = try file.open(try OfflineMachine.secret())
    }
    #expect(error.reason == .passphrase)
  }

  @Test(
    arguments: [
      ("version", .integer(2), "version 2"), ("cipher", .text("rot13"), "cipher"),
      ("sealed", .text("###"), "damaged"), ("key", .text("00"), "damaged"),
      (
        "kdf",
        .object([
          "name": .text("scrypt"), "n": .integer(1 << 30), "r": .integer(8), "p": .integer(1),
          "salt": .text("AAAA"),
        ]), "work"
      ),
      (
        "kdf",
        .object([
          "name": .text("md5"), "n": .integer(1 << 14), "r": .integer(8), "p": .integer(1),
          "salt": .text("AAAA"),
        ]), "kdf"
      ),
    ] as [(String, CanonicalValue, String)])
  func `a file of another make is refused by name`(
    _ name: String, _ value: CanonicalValue, _ word: String
  ) throws {
    var changed = try members(try sealed())
    changed[name] = value
    let error = try #require(throws: RootFileError.self) { _ = try read(changed) }
    #expect(error.description.contains(word), "\(error)")
  }

  @Test(arguments: ["", "{}", "[]", "not json", #"{"roots": []}"#])
  func `what is no root file is said to be none`(_ text: String) throws {
    let error = try #require(throws: RootFileError.self) {
      _ = try RootFile(json: Array(text.utf8))
    }
    #expect(error.reason == .form)
  }

  @Test func `a new passphrase must not be short, an old one may be anything`() throws {
    #expect(throws: Refused(.rootPassphraseShort, ["count": 12])) {
      _ = try Passphrase(new: "ngắn quá")
    }
    #expect(throws: Refused(.rootPassphraseEmpty)) { _ = try Passphrase("") }
    _ = try Passphrase("ngắn quá")
  }

  @Test func `a passphrase file that others may read is refused`() throws {
    let path = NSTemporaryDirectory() + "pass-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try SecretFile(path).create(Array("sáu từ bốc bằng xúc xắc\n".utf8))
    let source = PassphraseSource(file: path, words: try CommandWords(Settings()))
    #expect(try source.existing(of: "x").bytes == OfflineMachine.secret().bytes)
    #expect(try source.new(for: "x").bytes == OfflineMachine.secret().bytes)

    chmod(path, 0o644)
    #expect(throws: SecretFileError.self) { _ = try source.existing(of: "x") }
  }
}
