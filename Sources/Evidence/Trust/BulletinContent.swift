/// What a bulletin says, before and after it is signed. Days are counted from 1970-01-01 in Vietnam.
package struct BulletinContent: Equatable, Sendable {
  /// The most entries of each list; together with the longest texts they bound memory and work.
  package enum Limit {
    /// Devices of one province.
    package static let devices = 10_000
    /// Units with all their past.
    package static let units = 20_000
    /// Rubric tables.
    package static let rubrics = 100
    /// Criteria of one rubric.
    package static let criteria = 100
    /// Targets.
    package static let targets = 500
    /// Announcements.
    package static let announcements = 50
  }

  /// The only version so far.
  static let version: Int64 = 1

  /// Which of a province's bulletins this is; a larger one counts.
  package let sequence: Int64
  /// When it was made, in seconds since 1970.
  package let issuedAtSeconds: Int64
  /// The province's host name.
  package let province: String
  /// The roots that the province knows.
  package let roots: RootList
  /// The devices that may sign.
  package let devices: [BulletinDevice]
  /// The bundle of withdrawn certificates.
  package let bundle: TrustBundle
  /// Administrative units.
  package let units: [BulletinUnit]
  /// Tables by which learning models are recognised.
  package let rubrics: [BulletinRubric]
  /// What the province wants to reach.
  package let targets: [BulletinTarget]
  /// What is to be made known.
  package let announcements: [BulletinAnnouncement]

  /// Content of known parts.
  package init(
    sequence: Int64, issuedAtSeconds: Int64, province: String, roots: RootList,
    devices: [BulletinDevice] = [], bundle: TrustBundle, units: [BulletinUnit] = [],
    rubrics: [BulletinRubric] = [], targets: [BulletinTarget] = [],
    announcements: [BulletinAnnouncement] = []
  ) {
    self.sequence = sequence
    self.issuedAtSeconds = issuedAtSeconds
    self.province = province
    self.roots = roots
    self.devices = devices
    self.bundle = bundle
    self.units = units
    self.rubrics = rubrics
    self.targets = targets
    self.announcements = announcements
  }

  /// Reads the payload; unknown members and whatever breaks a limit are refused by name.
  init(_ value: CanonicalValue) throws(TrustError) {
    guard let version = value.object?["v"]?.integer else {
      throw TrustError(.bulletin, "v")
    }
    guard version == BulletinContent.version else { throw TrustError(.version) }
    let fields = try BulletinFields(
      value, at: "",
      allowed: [
        "v", "seq", "issued", "province", "roots", "devices", "bundle", "units", "rubrics",
        "targets", "announcements",
      ])
    sequence = try fields.integer("seq", in: 1...CanonicalValue.integerLimit)
    issuedAtSeconds = try fields.integer("issued", in: ClaimBounds.seconds)
    province = try fields.text("province", in: 1...100)
    guard let list = fields["roots"], let roots = try? RootList(list) else {
      throw TrustError(.roots)
    }
    self.roots = roots
    guard let text = fields["bundle"]?.text, let bytes = try? Base64.decode(text) else {
      throw TrustError(.bulletin, "bundle")
    }
    bundle = try TrustBundle(bytes: bytes)
    devices = try fields.list("devices", upTo: Limit.devices, BulletinDevice.init)
    units = try fields.list("units", upTo: Limit.units, BulletinUnit.init)
    rubrics = try fields.list("rubrics", upTo: Limit.rubrics, BulletinRubric.init)
    targets = try fields.list("targets", upTo: Limit.targets, BulletinTarget.init)
    announcements = try fields.list(
      "announcements", upTo: Limit.announcements, BulletinAnnouncement.init)
  }

  /// The payload as it is signed.
  package var value: CanonicalValue {
    .object([
      "v": .integer(BulletinContent.version), "seq": .integer(sequence),
      "issued": .integer(issuedAtSeconds), "province": .text(province), "roots": roots.value,
      "devices": .list(devices.map(\.value)), "bundle": .text(Base64.encode(bundle.bytes)),
      "units": .list(units.map(\.value)), "rubrics": .list(rubrics.map(\.value)),
      "targets": .list(targets.map(\.value)),
      "announcements": .list(announcements.map(\.value)),
    ])
  }
}

/// A device that may sign certificates in the province's name.
package struct BulletinDevice: Equatable, Sendable {
  /// Its name.
  package let device: String
  /// Its key.
  package let key: PublicKey
  /// The centre where it stands.
  package let centre: String
  /// The last second, since 1970, in which it may sign.
  package let expiresSeconds: Int64

  /// A device of known parts.
  package init(device: String, key: PublicKey, centre: String, expiresSeconds: Int64) {
    self.device = nfc(device)
    self.key = key
    self.centre = centre
    self.expiresSeconds = expiresSeconds
  }

  init(_ value: CanonicalValue, _ place: String) throws(TrustError) {
    let fields = try BulletinFields(
      value, at: place, allowed: ["device", "key", "centre", "expires"])
    device = try fields.text("device", in: 1...64)
    centre = try fields.text("centre", in: 1...32)
    expiresSeconds = try fields.integer("expires", in: ClaimBounds.seconds)
    guard let key = fields["key"]?.text.flatMap({ try? PublicKey(hex: $0) }) else {
      throw fields.wrong("key")
    }
    self.key = key
  }

  var value: CanonicalValue {
    .object([
      "device": .text(device), "key": .text(key.hex), "centre": .text(centre),
      "expires": .integer(expiresSeconds),
    ])
  }
}

/// An administrative unit under one name for a span of days.
package struct BulletinUnit: Equatable, Sendable {
  /// Its code: text with leading zeros, never reused for another unit.
  package let code: String
  /// Its name without its kind: "Gia Viễn".
  package let name: String
  /// What it is, as a stable word: "commune".
  package let kind: String
  /// The code of the unit above it; nil for a province.
  package let parent: String?
  /// The first day.
  package let fromDay: Int64
  /// The last day; nil while it stands.
  package let toDay: Int64?
  /// The code of the unit that took its place; nil for none.
  package let successor: String?

  /// A unit of known parts.
  package init(
    code: String, name: String, kind: String, parent: String?, fromDay: Int64, toDay: Int64? = nil,
    successor: String? = nil
  ) {
    self.code = code
    self.name = nfc(name)
    self.kind = kind
    self.parent = parent
    self.fromDay = fromDay
    self.toDay = toDay
    self.successor = successor
  }

  init(_ value: CanonicalValue, _ place: String) throws(TrustError) {
    let fields = try BulletinFields(
      value, at: place,
      allowed: ["code", "name", "kind", "parent", "from", "to", "successor"])
    code = try fields.text("code", in: 1...16)
    name = try fields.text("name", in: 1...200)
    kind = try fields.text("kind", in: 1...32)
    parent = try fields.optionalText("parent", in: 1...16)
    fromDay = try fields.integer("from", in: ClaimBounds.days)
    toDay = try fields.optionalInteger("to", in: ClaimBounds.days)
    successor = try fields.optionalText("successor", in: 1...16)
    guard toDay ?? fromDay >= fromDay else { throw fields.wrong("to") }
  }

  var value: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "code": .text(code), "name": .text(name), "kind": .text(kind), "from": .integer(fromDay),
    ]
    members["parent"] = parent.map { .text($0) }
    members["to"] = toDay.map { .integer($0) }
    members["successor"] = successor.map { .text($0) }
    return .object(members)
  }

  /// Whether it stands on a day.
  package func covers(_ day: Int64) -> Bool {
    fromDay <= day && day <= toDay ?? .max
  }
}

/// Something to be made known at the centres' notice boards.
package struct BulletinAnnouncement: Equatable, Sendable {
  /// The longest title, in characters.
  package static let titleLimit = 120
  /// The longest text, in characters.
  package static let textLimit = 1_000

  /// Its number at the province.
  package let id: Int64
  /// One line.
  package let title: String
  /// What it says; lines are parted by LF.
  package let text: String
  /// The first day on which it is shown.
  package let fromDay: Int64
  /// The last day on which it is shown.
  package let toDay: Int64

  /// An announcement of known parts.
  package init(id: Int64, title: String, text: String, fromDay: Int64, toDay: Int64) {
    self.id = id
    self.title = nfc(title)
    self.text = nfc(text)
    self.fromDay = fromDay
    self.toDay = toDay
  }

  init(_ value: CanonicalValue, _ place: String) throws(TrustError) {
    let fields = try BulletinFields(
      value, at: place, allowed: ["id", "title", "text", "from", "to"])
    id = try fields.integer("id", in: 1...CanonicalValue.integerLimit)
    title = try fields.text("title", in: 1...BulletinAnnouncement.titleLimit)
    text = try fields.text("text", in: 1...BulletinAnnouncement.textLimit, hasLines: true)
    fromDay = try fields.integer("from", in: ClaimBounds.days)
    toDay = try fields.integer("to", in: ClaimBounds.days)
    guard fromDay <= toDay else { throw fields.wrong("to") }
  }

  var value: CanonicalValue {
    .object([
      "id": .integer(id), "title": .text(title), "text": .text(text), "from": .integer(fromDay),
      "to": .integer(toDay),
    ])
  }

  /// Whether it is shown on a day.
  package func covers(_ day: Int64) -> Bool { fromDay <= day && day <= toDay }
}
