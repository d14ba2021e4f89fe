import Crypto
package import Evidence
import Glibc

/// The secrets of one kiosk and what vouches for them: files in `keys/` of the data directory, made
/// at the first start and readable by the service only.
///
/// systemd may hand the two secrets over instead (`LoadCredential=`, systemd.exec(5)): files of the
/// same names in `$CREDENTIALS_DIRECTORY` come first.
package struct Keys: Sendable {
  /// The key that signs certificates and checkpoints.
  let device: SigningKey
  /// The name of this kiosk's log.
  package let log: LogID
  /// The folder of the files.
  let directory: String
  private let identityKey: SymmetricKey

  /// The keys in the data directory `data`, made where they are missing.
  /// - Throws: `FileError`, or `Malformed` when a key file is damaged.
  package init(data: String) throws {
    directory = "\(data)/keys"
    try Files.makeDirectory(directory, mode: 0o700)
    device = try SigningKey(seed: try Self.secret("device.key", in: directory))
    identityKey = SymmetricKey(data: try Self.secret("identity.key", in: directory))
    let path = "\(directory)/log.id"
    if let hex = try Files.line(path) {
      log = try LogID(hex: hex)
    } else {
      log = LogID.random()
      try Files.write(log.hex + "\n", to: path)
    }
  }

  /// The keyed hash under which an identity number is looked up; the number itself is never kept.
  func identityHash(_ number: String) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array(number.utf8), using: identityKey))
  }

  /// What the province gave at enrolment; nil before.
  /// - Throws: when the files are there but damaged.
  package func enrolment() throws -> Enrolment? {
    try Enrolment(directory: directory)
  }

  /// What this kiosk signs certificates with now: under the province's root after enrolment, under
  /// the demonstration root before.
  func signer(atSeconds now: Int64) throws -> Signer {
    if let enrolment = try enrolment() {
      return Signer(
        key: device, certificate: enrolment.deviceCertificate, roots: enrolment.roots)
    }
    return try Signer.demonstration(key: device, log: log, directory: directory, atSeconds: now)
  }

  private static func secret(_ name: String, in directory: String) throws -> [UInt8] {
    var path = "\(directory)/\(name)"
    if let given = getenv("CREDENTIALS_DIRECTORY").map({ String(cString: $0) }),
      Files.exists("\(given)/\(name)")
    {
      path = "\(given)/\(name)"
    }
    if let hex = try Files.line(path) {
      let seed = try Hex.decode(hex)
      guard seed.count == 32 else {
        throw FileError("read", path: path, reason: "must hold 64 hexadecimal digits")
      }
      return seed
    }
    let seed = randomBytes(32)
    try Files.write(Hex.encode(seed) + "\n", to: path)
    return seed
  }
}
