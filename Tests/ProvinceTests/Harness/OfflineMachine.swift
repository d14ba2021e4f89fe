import Evidence
import Foundation

@testable import Province

/// The machine that is never online: a folder with a root file, its list and its passphrase.
final class OfflineMachine {
  static let passphrase = "sáu từ bốc bằng xúc xắc"
  let directory = NSTemporaryDirectory() + "offline-\(UUID().uuidString)"
  let now: Int64

  /// Makes a root in the folder, at a time in milliseconds.
  init(now: Int64) throws {
    self.now = now
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: false)
    _ = try RootCreation(path: root, now: now).first(
      name: "Tỉnh Ninh Bình", list: list, passphrase: try OfflineMachine.secret(),
      derivation: .light)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  var root: String { directory + "/root.key.json" }
  var list: String { directory + "/roots.json" }

  static func secret() throws -> Passphrase { try Passphrase(new: passphrase) }

  func roots() throws -> RootList { try PlainFile.roots(list) }

  /// Opens a root file of the folder.
  func key(_ name: String = "root.key.json") throws -> HybridKey {
    try PlainFile.root("\(directory)/\(name)").open(try OfflineMachine.secret())
  }

  /// Makes the next root after the first.
  func next() throws {
    _ = try RootCreation(path: directory + "/next.key.json", now: now).next(
      name: "Tỉnh Ninh Bình", list: list, after: try key(), passphrase: try OfflineMachine.secret(),
      derivation: .light)
  }

  /// Signs what a province asks for, all of it through the bytes of the two files.
  func certify(_ province: TestProvince, by name: String = "root.key.json") throws -> RootAnswers {
    let asked = try province.application.waiting.gather().json()
    let requests = try RootRequests(file: asked, now: 0)
    return try RootAnswers(file: try RootAnswers(to: requests, by: try key(name)).json())
  }
}

extension KeyDerivation {
  /// As little work as a root file may ask for.
  static var light: KeyDerivation { .new(rounds: 1 << 14) }
}
