import Crypto
package import Evidence
import Glibc

/// The secrets of one kiosk and what vouches for them: files in `keys/` of the data directory, made
/// at the first start and readable by the service only.
///
/// systemd may hand the secrets over instead (`LoadCredential=`, systemd.exec(5)): files of the same
/// names in `$CREDENTIALS_DIRECTORY` come first, and nothing is ever written there. A key that others
/// may read is refused.
package struct Keys: Sendable {
  /// The key that signs certificates and checkpoints.
  let device: SigningKey
  /// The log's name and how far it was signed.
  let marks: LogMarks
  /// The name of this kiosk's log.
  package var log: LogID { marks.log }
  /// The log with which the kiosk is enrolled: its own, or the one that the province knows after a restore
  /// without keys.
  /// - Throws: `FileError`, or `Malformed` when what a restore left is damaged.
  package var enrolmentLog: LogID {
    get throws { try NewKeyMark(directory: directory)?.enrolled ?? log }
  }
  /// Whether certificate numbers may have been given that the database does not know.
  var numbers: NumberMark { NumberMark(directory: directory) }
  /// The key that signs yearly digests beside it, made from this seed when it is needed.
  private let secondSeed: [UInt8]
  /// What vouches for certificates: roots, lists and notices.
  package let trust: TrustFiles
  /// The folder of the files.
  let directory: String
  private let identityKey: SymmetricKey

  /// The keys in the data directory `data`, made where they are missing.
  /// - Parameter credentials: the folder in which systemd hands secrets over, if it does.
  /// - Throws: `FileError`, also when others may read a key, or `Malformed` when a file is damaged.
  package init(data: String, credentials: String? = Self.credentialsDirectory) throws {
    directory = "\(data)/keys"
    try Files.makeDirectory(directory, mode: 0o700)
    let secrets = SecretFiles(directory: directory, credentials: credentials)
    device = try SigningKey(seed: try secrets.seed("device.key"))
    identityKey = SymmetricKey(data: try secrets.seed("identity.key"))
    secondSeed = try secrets.seed("device-mldsa.key")
    trust = TrustFiles(directory: directory)
    marks = try LogMarks(directory: directory)
  }

  /// The device's two keys: Ed25519, which signs everything, and ML-DSA-65 for the yearly digest.
  /// - Throws: `Malformed` if the cryptographic library fails.
  func pair() throws(Malformed) -> HybridKey {
    HybridKey(ed25519: device, mldsa65: try MLDSA65Key(seed: secondSeed))
  }

  /// The keyed hash under which an identity number is looked up; the number itself is never kept.
  func identityHash(_ number: String) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array(number.utf8), using: identityKey))
  }

  /// What the province gave at enrolment; nil before.
  /// - Throws: when the files are there but damaged.
  package func enrolment() throws -> Enrolment? {
    var enrolment = try Enrolment(directory: directory)
    // What an earlier program wrote is for the one log that it knew.
    if enrolment?.log == nil { enrolment?.log = log }
    return enrolment
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

  /// The names of the files that hold secrets.
  static let secretNames = ["device.key", "identity.key", "device-mldsa.key"]

  /// Where systemd puts what `LoadCredential=` names; nil outside such a service.
  package static var credentialsDirectory: String? {
    getenv("CREDENTIALS_DIRECTORY").map { String(cString: $0) }
  }
}
