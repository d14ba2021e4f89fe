/// A device's request to be certified, or certified anew: to the province as JSON by network, and as a
/// file on a USB stick.
package struct CertificateRequest: Equatable, Sendable {
  /// The longest request, in bytes.
  package static let byteLimit = 16 << 10
  /// Opens what is signed, so that no other signature of the key fits.
  private static let context = [UInt8]("learning-kiosk/certificate-request/v1\n".utf8)

  /// The centre's code or another name by which people know the device.
  package let device: String
  /// The device's key.
  package let key: PublicKey
  /// The log that the device writes.
  package let log: LogID
  /// The device's second key, if it has one.
  package let mldsa65: MLDSA65PublicKey?
  /// When the request was made by the device's clock, in seconds since 1970.
  package let madeSeconds: Int64

  private let signature: [UInt8]

  /// Signs a request by the device.
  /// - Throws: `TrustError` with `request` for an empty or long name or a time before 1970 or after 9999; `library`.
  package init(
    device: String, log: LogID, key: HybridKey, madeSeconds: Int64
  ) throws(TrustError) {
    self.device = nfc(device)
    self.key = key.ed25519.publicKey
    self.log = log
    mldsa65 = key.mldsa65?.publicKey
    self.madeSeconds = madeSeconds
    guard CertificateRequest.isSound(device: self.device, madeSeconds: madeSeconds) else {
      throw TrustError(.request, "member")
    }
    let unsigned = CertificateRequest.members(
      device: self.device, key: self.key, log: log, mldsa65: mldsa65, madeSeconds: madeSeconds)
    guard let message = CertificateRequest.message(unsigned),
      let signature = try? key.ed25519.sign(message)
    else { throw TrustError(.library) }
    self.signature = signature
  }

  /// Reads a request and checks that its key signed it.
  /// - Throws: `TrustError` with `request` and `too-long`, `json`, `member` or `signature`.
  package init(json: [UInt8]) throws(TrustError) {
    guard json.count <= CertificateRequest.byteLimit else { throw TrustError(.request, "too-long") }
    guard let value = try? CanonicalValue(json: json), let members = value.object else {
      throw TrustError(.request, "json")
    }
    let known: Set<String> = ["device", "key", "log", "mldsa65", "made", "signature"]
    guard Set(members.keys).isSubset(of: known), let device = members["device"]?.text,
      let key = members["key"]?.text.flatMap({ try? PublicKey(hex: $0) }),
      let log = members["log"]?.text.flatMap({ try? LogID(hex: $0) }),
      let made = members["made"]?.integer,
      let signature = members["signature"]?.text.flatMap({ try? Base64.decode($0) }),
      CertificateRequest.isSound(device: device, madeSeconds: made)
    else { throw TrustError(.request, "member") }
    var mldsa65: MLDSA65PublicKey?
    if let second = members["mldsa65"] {
      mldsa65 = second.text.flatMap { try? Base64.decode($0) }
        .flatMap { try? MLDSA65PublicKey(bytes: $0) }
      guard mldsa65 != nil else { throw TrustError(.request, "member") }
    }
    self.device = device
    self.key = key
    self.log = log
    self.mldsa65 = mldsa65
    madeSeconds = made
    self.signature = signature
    let unsigned = members.filter { $0.key != "signature" }
    guard let message = CertificateRequest.message(unsigned),
      key.isValid(signature: signature, for: message)
    else { throw TrustError(.request, "signature") }
  }

  /// The request in canonical JSON.
  package func json() throws(Malformed) -> [UInt8] {
    try value.canonical()
  }

  /// The same before it is written, for files that hold several.
  package var value: CanonicalValue {
    var members = CertificateRequest.members(
      device: device, key: key, log: log, mldsa65: mldsa65, madeSeconds: madeSeconds)
    members["signature"] = .text(Base64.encode(signature))
    return .object(members)
  }

  private static func isSound(device: String, madeSeconds: Int64) -> Bool {
    1...64 ~= device.utf8.count && ClaimBounds.seconds ~= madeSeconds
  }

  private static func members(
    device: String, key: PublicKey, log: LogID, mldsa65: MLDSA65PublicKey?, madeSeconds: Int64
  ) -> [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "device": .text(device), "key": .text(key.hex), "log": .text(log.hex),
      "made": .integer(madeSeconds),
    ]
    if let mldsa65 { members["mldsa65"] = .text(Base64.encode(mldsa65.bytes)) }
    return members
  }

  private static func message(_ unsigned: [String: CanonicalValue]) -> [UInt8]? {
    (try? CanonicalValue.object(unsigned).canonical()).map { context + $0 }
  }
}
