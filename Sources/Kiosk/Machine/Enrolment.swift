package import Evidence

/// What the province gave this kiosk when it was enrolled, or certified it anew: files beside the
/// keys. They are read when they are needed, so that commands take effect on a running kiosk.
package struct Enrolment: Equatable, Sendable {
  /// The province's name in origins and signatures.
  package let provinceHost: String
  /// Where the province's server is.
  package let url: String
  /// What checks the province's receipts.
  package let verifier: NoteVerifier
  /// The bearer token this kiosk shows.
  var token: String
  /// The SHA-256 of the bearer token that the province shows.
  var pullTokenDigest: Digest
  /// The device certificate under the province's root; nil while the kiosk waits for it, where the
  /// root key is kept offline.
  package let deviceCertificate: DeviceCertificate?
  /// The certificate of the device's ML-DSA-65 key, if the province has given one.
  package var companion: CompanionCertificate?
  /// The root keys that verify certificates.
  package let roots: RootList
  /// The log that the tokens belong to; another one than the present log while a branch is still to be
  /// announced. Nil in what an earlier program wrote.
  package var log: LogID?

  /// The origin of this kiosk's log: the first line of its checkpoints.
  package func origin(of log: LogID) -> String {
    logOrigin(provinceHost: provinceHost, log: log)
  }

  /// Whether a request shows the token that the province was given, compared in constant time.
  func isProvince(bearer: String) -> Bool {
    constantTimeEqual(sha256(Array(bearer.utf8)).bytes, pullTokenDigest.bytes)
  }
}

extension Enrolment {
  /// The enrolment kept in `directory`; nil when there is none.
  init?(directory: String) throws {
    let path = "\(directory)/province.json"
    guard Files.exists(path) else {
      return nil
    }
    let record = try CanonicalValue(json: try Files.read(path, mostBytes: 65_536))
    let fields = JSONFields(record, name: path)
    guard let digest = Digest(hex: try fields.text("pullTokenDigest")) else {
      throw FileError("read", path: path, reason: "pullTokenDigest is damaged")
    }
    let roots = try RootList(
      json: try Files.read("\(directory)/roots.json", mostBytes: RootList.byteLimit))
    let certificate = try Self.file("device.cwt", in: directory).map {
      try DeviceCertificate(bytes: $0)
    }
    self.init(
      provinceHost: try fields.text("host"), url: try fields.text("url"),
      verifier: try NoteVerifier(vkey: try fields.text("vkey")),
      token: try fields.text("token"), pullTokenDigest: digest,
      deviceCertificate: certificate,
      companion: try Self.companion(of: certificate, roots, in: directory), roots: roots,
      log: try fields["log"]?.text.map { try LogID(hex: $0) })
  }

  /// The companion that stands beside the certificate. One that does not vouch for it, as a power cut
  /// in the middle of a renewal leaves it, counts as none: the province is asked for another.
  private static func companion(
    of certificate: DeviceCertificate?, _ roots: RootList, in directory: String
  ) throws(FileError) -> CompanionCertificate? {
    guard let certificate, let bytes = try file("device.companion", in: directory),
      let companion = try? CompanionCertificate(bytes: bytes)
    else {
      return nil
    }
    let isRight = roots.roots.contains { root in
      guard let second = root.mldsa65, certificate.isSigned(by: root.key) else { return false }
      return companion.isSigned(by: second, kcwt: certificate.bytes)
    }
    return isRight ? companion : nil
  }

  /// Writes the files; `province.json`, which makes them count, comes last.
  func write(to directory: String) throws {
    try certify(in: directory)
    try writeTokens(to: directory)
  }

  /// Writes `province.json` alone.
  func writeTokens(to directory: String) throws {
    var record: [String: CanonicalValue] = [
      "host": .text(provinceHost), "url": .text(url), "vkey": .text(verifier.vkey),
      "token": .text(token), "pullTokenDigest": .text(pullTokenDigest.hex),
    ]
    record["log"] = log.map { .text($0.hex) }
    try Files.write(
      try CanonicalValue.object(record).canonical(), to: "\(directory)/province.json")
  }

  /// Writes what vouches for the device: the roots first, so that a power cut in between leaves no
  /// certificate without its root.
  func certify(in directory: String) throws {
    try Files.write(roots.json(), to: "\(directory)/roots.json")
    try Self.replace("device.companion", in: directory, by: companion?.bytes)
    try Self.replace("device.cwt", in: directory, by: deviceCertificate?.bytes)
  }

  private static func file(_ name: String, in directory: String) throws(FileError) -> [UInt8]? {
    let path = "\(directory)/\(name)"
    return Files.exists(path) ? try Files.read(path, mostBytes: 8_192) : nil
  }

  private static func replace(
    _ name: String, in directory: String, by bytes: [UInt8]?
  ) throws(FileError) {
    let path = "\(directory)/\(name)"
    guard let bytes else {
      return Files.remove(path)
    }
    try Files.write(bytes, to: path)
  }
}
