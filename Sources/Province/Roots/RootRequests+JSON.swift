package import Evidence

extension RootRequests {
  /// Reads a file of requests, or the request of one kiosk as its stick brought it.
  /// - Parameter now: the time that a kiosk's own request is taken to be made at: its clock may be wrong.
  /// - Throws: `RootDocumentError`.
  package init(file bytes: [UInt8], now: Int64) throws(RootDocumentError) {
    if let request = try? CertificateRequest(json: bytes) {
      try self.init(request, now: now)
    } else {
      try self.init(json: bytes)
    }
  }

  /// One kiosk's own request, which no register has been asked about.
  private init(_ request: CertificateRequest, now: Int64) throws(RootDocumentError) {
    guard DeviceName.isPlain(request.device) else {
      throw RootDocumentError(message: "The kiosk's name in its request is not plain ASCII.")
    }
    let device = Device(
      name: DeviceName.text(centre: request.device, log: request.log), log: request.log,
      key: request.key, mldsa65: request.mldsa65, request: request)
    self.init(
      province: "", madeSeconds: now, days: DeviceCertificate.validitySeconds / 86_400,
      devices: [device], status: [], notices: [])
  }

  init(json bytes: [UInt8]) throws(RootDocumentError) {
    let members = try RootDocument.members(bytes, kind: RootRequests.kind)
    guard let province = members["province"]?.text, let made = members["made"]?.integer,
      let days = members["days"]?.integer, 1...800 ~= days, made > Certifier.leadSeconds
    else { throw RootDocumentError(message: "The file of requests lacks a member.") }
    guard RootRequests.isHost(province) else {
      throw RootDocumentError(
        message: "The member province of the file of requests is not a host's name in plain ASCII.")
    }
    self.init(
      province: province, madeSeconds: made, days: days,
      devices: try RootDocument.entries("devices", of: members, RootRequests.device),
      status: try RootDocument.entries("status", of: members, RootRequests.status),
      notices: try RootDocument.entries("notices", of: members, RootRequests.notice))
  }

  private static func isHost(_ name: String) -> Bool {
    1...253 ~= name.utf8.count && name.utf8.allSatisfy { 0x21...0x7e ~= $0 }
  }

  /// The file's bytes.
  package func json() throws(Malformed) -> [UInt8] {
    try CanonicalValue.object([
      "kind": .text(RootRequests.kind), "version": .integer(RootDocument.version),
      "province": .text(province), "made": .integer(madeSeconds), "days": .integer(days),
      "devices": .list(devices.map(RootRequests.value)),
      "status": .list(status.map(RootRequests.value)),
      "notices": .list(notices.map(RootRequests.value)),
    ]).canonical()
  }

  private static func device(_ value: CanonicalValue) throws -> Device? {
    guard let name = value.object?["device"]?.text, DeviceName.isPlain(name),
      let log = try value.object?["log"]?.text.map({ try LogID(hex: $0) }),
      let key = value.object?["key"]?.text, name == DeviceName.text(centre: name, log: log)
    else { return nil }
    let request = try value.object?["request"].map {
      try CertificateRequest(json: try $0.canonical())
    }
    let device = Device(
      name: name, log: log, key: try PublicKey(hex: key),
      mldsa65: try RootDocument.bytes("mldsa65", of: value).map { try MLDSA65PublicKey(bytes: $0) },
      request: request)
    guard let request else { return device }
    let isSame =
      request.log == device.log && request.key == device.key
      && (request.mldsa65 == nil || request.mldsa65 == device.mldsa65)
    return isSame ? device : nil
  }

  private static func value(_ device: Device) -> CanonicalValue {
    var members: [String: CanonicalValue] = [
      "device": .text(device.name), "log": .text(device.log.hex), "key": .text(device.key.hex),
    ]
    members["request"] = device.request?.value
    members["mldsa65"] = device.mldsa65.map { .text(Base64.encode($0.bytes)) }
    return .object(members)
  }

  private static func status(_ value: CanonicalValue) throws -> Status? {
    guard let key = value.object?["key"]?.text,
      let mldsa65 = try RootDocument.bytes("mldsa65", of: value)
    else { return nil }
    return Status(key: try PublicKey(hex: key), mldsa65: try MLDSA65PublicKey(bytes: mldsa65))
  }

  private static func value(_ status: Status) -> CanonicalValue {
    .object([
      "key": .text(status.key.hex), "mldsa65": .text(Base64.encode(status.mldsa65.bytes)),
    ])
  }

  private static func notice(_ value: CanonicalValue) throws -> Notice? {
    guard let device = value.object?["device"]?.text, DeviceName.isPlain(device),
      let key = value.object?["key"]?.text,
      let made = value.object?["made"]?.integer,
      let good = try RootDocument.bytes("good", of: value),
      good.count.isMultiple(of: CertificateIdentity.byteCount)
    else { return nil }
    return Notice(
      device: device, key: try PublicKey(hex: key), madeSeconds: made,
      good: Set(Notices.identities(good)))
  }

  private static func value(_ notice: Notice) -> CanonicalValue {
    .object([
      "device": .text(notice.device), "key": .text(notice.key.hex),
      "made": .integer(notice.madeSeconds),
      "good": .text(Base64.encode(notice.good.sorted().flatMap(\.bytes))),
    ])
  }
}
