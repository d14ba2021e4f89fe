package import Evidence

/// What the offline root has signed, as the file that a stick carries back.
package struct RootAnswers: Equatable, Sendable {
  static let kind = "root-answers"

  /// A kiosk's certificate.
  package struct Device: Equatable, Sendable {
    /// The log of the kiosk that asked.
    package let log: LogID
    /// What was certified.
    package let pair: Certifier.Pair
  }

  /// Kiosks' certificates.
  package let devices: [Device]
  /// Certificates of keys for status lists.
  package let status: [Certifier.Pair]
  /// Device notices.
  package let notices: [[UInt8]]

  init(devices: [Device], status: [Certifier.Pair], notices: [[UInt8]]) {
    self.devices = devices
    self.status = status
    self.notices = notices
  }

  /// Signs all that is asked for.
  package init(to requests: RootRequests, by root: HybridKey) throws {
    let certifier = Certifier(root: root)
    let now = requests.madeSeconds
    devices = try requests.devices.map { device in
      Device(
        log: device.log,
        pair: try certifier.device(
          device.name, key: device.key, mldsa65: device.mldsa65, at: now, days: requests.days))
    }
    status = try requests.status.map { status in
      try certifier.status(key: status.key, mldsa65: status.mldsa65, at: now)
    }
    notices = try requests.notices.map { notice in
      try DeviceNotice.issue(
        device: notice.device, publicKey: notice.key, goodCertificates: notice.good,
        issuedAtSeconds: notice.madeSeconds, root: root.ed25519
      ).bytes
    }
  }

  /// Reads a file of answers, or the answer to one kiosk.
  /// - Throws: `RootDocumentError`.
  package init(file bytes: [UInt8]) throws(RootDocumentError) {
    if let answer = try? CertificateAnswer(json: bytes) {
      let pair = Certifier.Pair(
        certificate: answer.deviceCertificate.bytes, companion: answer.companion?.bytes)
      self.init(devices: [Device(log: answer.log, pair: pair)], status: [], notices: [])
      return
    }
    let members = try RootDocument.members(bytes, kind: RootAnswers.kind)
    self.init(
      devices: try RootDocument.entries("devices", of: members) { value in
        guard let log = value.object?["log"]?.text else { return nil }
        return try RootAnswers.pair(value).map { Device(log: try LogID(hex: log), pair: $0) }
      },
      status: try RootDocument.entries("status", of: members, RootAnswers.pair),
      notices: try RootDocument.entries("notices", of: members) { value in
        try value.text.map { try Base64.decode($0) }
      })
  }

  /// The file's bytes.
  package func json() throws(Malformed) -> [UInt8] {
    try CanonicalValue.object([
      "kind": .text(RootAnswers.kind), "version": .integer(RootDocument.version),
      "devices": .list(
        devices.map { device in
          var members = RootAnswers.members(device.pair)
          members["log"] = .text(device.log.hex)
          return .object(members)
        }),
      "status": .list(status.map { .object(RootAnswers.members($0)) }),
      "notices": .list(notices.map { .text(Base64.encode($0)) }),
    ]).canonical()
  }

  /// The answer to one kiosk, as a stick carries it there.
  package static func certificate(
    _ device: Device, roots: RootList
  ) throws -> CertificateAnswer {
    CertificateAnswer(
      log: device.log,
      deviceCertificate: try DeviceCertificate(bytes: device.pair.certificate),
      companion: try device.pair.companion.map { try CompanionCertificate(bytes: $0) },
      roots: roots)
  }

  private static func pair(_ value: CanonicalValue) throws -> Certifier.Pair? {
    guard let certificate = try RootDocument.bytes("certificate", of: value) else { return nil }
    return Certifier.Pair(
      certificate: certificate, companion: try RootDocument.bytes("companion", of: value))
  }

  private static func members(_ pair: Certifier.Pair) -> [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "certificate": .text(Base64.encode(pair.certificate))
    ]
    members["companion"] = pair.companion.map { .text(Base64.encode($0)) }
    return members
  }
}
