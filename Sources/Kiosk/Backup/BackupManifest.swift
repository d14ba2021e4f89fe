import Evidence
import Store

/// The first file of a backup: of which kiosk it is, what it holds, and the hash of the database.
struct BackupManifest: Equatable {
  /// The file's name in the archive.
  static let fileName = "manifest.json"
  static let version: Int64 = 1

  /// The log and how far it goes.
  let facts: StoreFacts
  /// The kiosk's public key.
  let device: PublicKey
  /// When it was made, wall milliseconds.
  let madeMilliseconds: Int64
  /// The SHA-256 of the database.
  let digest: Digest
  /// Bytes of the database.
  let byteCount: Int64

  func json() throws -> [UInt8] {
    try CanonicalValue.object([
      "v": .integer(Self.version), "log": .text(facts.log.hex), "size": .integer(facts.size),
      "root": .text(facts.root.base64), "device": .text(device.hex),
      "made": .integer(madeMilliseconds), "sha256": .text(digest.hex),
      "bytes": .integer(byteCount), "program": .text(Program.version),
    ]).canonical()
  }
}

extension BackupManifest {
  /// Reads `json()` back.
  /// - Throws: `Malformed` or `FileError` that names the member.
  init(json: [UInt8]) throws {
    let fields = JSONFields(try CanonicalValue(json: json), name: Self.fileName)
    guard let digest = Digest(hex: try fields.text("sha256")),
      let root = Digest(base64: try fields.text("root")),
      let size = fields["size"]?.integer, let made = fields["made"]?.integer,
      let bytes = fields["bytes"]?.integer
    else {
      throw FileError("read", path: Self.fileName, reason: "a member is missing or wrong")
    }
    guard fields["v"]?.integer == Self.version else { throw Restoring.Refused.newer }
    self.init(
      facts: StoreFacts(log: try LogID(hex: try fields.text("log")), size: size, root: root),
      device: try PublicKey(bytes: try Hex.decode(try fields.text("device"))),
      madeMilliseconds: made, digest: digest, byteCount: bytes)
  }
}
